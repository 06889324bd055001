'use client'
import { useQuery } from '@tanstack/react-query'
import { isMnemonic } from '@vc/crypto'
import { Button, Dialog, FormField, TextArea } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { entropyOf } from './entropy-of.ts'
import { useWallet } from './use-wallet.ts'

/** Restores an account from its 24 words and seals it to the key of this session. */
export function RestoreWallet({
  open,
  onOpenChange,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}) {
  const t = useTranslations('wallet')
  const { data: keys = [] } = useQuery(useTRPC().auth.keys.list.queryOptions())
  const { store } = useWallet()
  const [words, setWords] = useState('')
  const [error, setError] = useState<unknown>()

  async function restore() {
    setError(undefined)
    try {
      const clean = words.trim().toLowerCase().split(/\s+/).join(' ')
      const entropy = isMnemonic(clean) ? entropyOf(clean) : undefined
      const current = keys.find(({ isCurrent }) => isCurrent)
      if (!entropy) throw new RefusedHere('words-wrong')
      if (!current) throw new RefusedHere('no-wallet')
      await store(entropy, current.credentialId).finally(() => entropy.fill(0))
      setWords('')
      onOpenChange(false)
    } catch (cause) {
      setError(cause)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('restore')}
      description={t('restoreLead')}
      footer={
        <Button variant="primary" onClick={restore}>
          {t('seal')}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        <FormField label={t('words')} hint={t('wordsHint')}>
          <TextArea
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </FormField>
      </div>
    </Dialog>
  )
}
