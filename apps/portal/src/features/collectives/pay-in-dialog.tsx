'use client'
import { parseAmount } from '@vc/ledger'
import { FormField, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useActSigner } from '../signing/index.ts'
import type { Collective } from './stages.ts'

type Props = { readonly collective: Collective; readonly onClose: () => void }

/** Pays one's own value to the collective: the amount here, the sheet and the key next. */
export function PayInDialog({ collective, onClose }: Props) {
  const t = useTranslations('collectives.payIn')
  const api = useTRPCClient()
  const toast = useToast()
  const { sign } = useActSigner()
  const { decimals } = useUi()
  const { run, error } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  async function payIn() {
    const drafted = await run(() => {
      const amount = parseAmount(text, decimals)
      if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
      return api.collectives.payIn.mutate({ commandKey, collectiveId: collective.id, amount })
    })
    if (!drafted) return
    onClose()
    if (await sign(drafted.actId)) toast({ title: t('sent') })
  }
  return (
    <CommandDialog
      title={t('title', { name: collective.name })}
      lead={t('lead')}
      go={t('go')}
      onGo={payIn}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('amount')}>
        <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
