'use client'
import { useQuery } from '@tanstack/react-query'
import { newMnemonic } from '@vc/crypto'
import { Button, Dialog, FormField, TextInput } from '@vc/ui'
import { Printer } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { useWallet } from './use-wallet.ts'

const ASKED = [3, 11, 19]

/** Makes a seed in this browser: shows its 24 words once, asks three of them back, seals it to the key of this session. */
export function MakeWallet({
  open,
  onOpenChange,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}) {
  const t = useTranslations('wallet')
  const { data: keys = [] } = useQuery(useTRPC().auth.keys.list.queryOptions())
  const { store } = useWallet()
  const [entropy, setEntropy] = useState<Uint8Array>()
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState<Typed>({})
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    if (!open) return
    setEntropy(crypto.getRandomValues(new Uint8Array(32)))
    setAsking(false)
    setTyped({})
    setError(undefined)
  }, [open])
  const words = entropy ? newMnemonic(entropy).split(' ') : []

  const isRight = ASKED.every((at) => typed[at]?.trim().toLowerCase() === words[at - 1])

  async function sealIt() {
    setError(undefined)
    try {
      const current = keys.find(({ isCurrent }) => isCurrent)
      if (!isRight) throw new RefusedHere('words-wrong')
      if (!entropy || !current) throw new RefusedHere('no-wallet')
      await store(entropy, current.credentialId)
      entropy.fill(0)
      setEntropy(undefined)
      onOpenChange(false)
    } catch (cause) {
      setError(cause)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      wide
      title={t('make')}
      description={asking ? t('askLead') : t('wordsLead')}
      footer={
        asking ? (
          <>
            <Button variant="quiet" onClick={() => setAsking(false)}>
              {t('showAgain')}
            </Button>
            <Button variant="primary" onClick={sealIt}>
              {t('seal')}
            </Button>
          </>
        ) : (
          <>
            <Button icon={<Printer aria-hidden />} onClick={() => window.print()}>
              {t('print')}
            </Button>
            <Button variant="primary" onClick={() => setAsking(true)}>
              {t('written')}
            </Button>
          </>
        )
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        {asking ? <AskedWords typed={typed} onType={setTyped} /> : <WordList words={words} />}
      </div>
    </Dialog>
  )
}

function WordList({ words }: { readonly words: readonly string[] }) {
  return (
    <ol className="grid grid-cols-2 gap-x-6 gap-y-1 border-y border-ink px-2 py-3 font-mono sm:grid-cols-3">
      {words.map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand twice
        <li key={at} className="flex gap-2">
          <span className="w-6 text-right text-ink-faint">{at + 1}</span>
          {word}
        </li>
      ))}
    </ol>
  )
}

type Typed = Readonly<Record<number, string>>
function AskedWords({ typed, onType }: { readonly typed: Typed; readonly onType: (typed: Typed) => void }) {
  const t = useTranslations('wallet')
  return ASKED.map((at) => (
    <FormField key={at} label={t('word', { number: at })}>
      <TextInput
        className="font-mono"
        autoComplete="off"
        spellCheck={false}
        value={typed[at] ?? ''}
        onChange={(event) => onType({ ...typed, [at]: event.target.value })}
      />
    </FormField>
  ))
}
