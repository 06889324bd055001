'use client'
import { parseAmount } from '@vc/ledger'
import { FormField, formatUnits, plainUnits, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'

type Props = {
  readonly proposalId: string
  readonly name: string
  readonly owed: bigint
  readonly onClose: () => void
}

/** Pays a part of a loan back, or all of it: the amount here, the sheet and the key next. */
export function RepayDialog({ proposalId, name, owed, onClose }: Props) {
  const t = useTranslations('collectives.loans.repay')
  const api = useTRPCClient()
  const { decimals, locale } = useUi()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [text, setText] = useState(() => plainUnits(owed, decimals))
  const repay = () =>
    draftAndSign(() => {
      const amount = parseAmount(text.trim(), decimals)
      if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
      return api.collectives.repay.mutate({ commandKey, proposalId, amount })
    })
  return (
    <CommandDialog
      title={t('title', { name })}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={repay}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('amount')} hint={t('amountHint', { owed: formatUnits(owed, decimals, locale) })}>
        <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
