'use client'
import { parseAmount } from '@vc/ledger'
import { FormField, formatUnits, plainUnits, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import type { Collective } from './stages.ts'

type Props = {
  readonly collective: Collective
  /** What the fields begin with. */
  readonly start?: { readonly purpose: string; readonly to: string; readonly amount: bigint }
  /** How much is locked, where that is handed on instead of coins (docs/adr/0059). */
  readonly locked?: bigint
  readonly onClose: () => void
}
const empty = { purpose: '', to: '', amount: '', days: '7' }

const filled = (start: Props['start'], decimals: number) =>
  start ? { ...empty, ...start, amount: plainUnits(start.amount, decimals) } : empty

/** Opens a vote on a payment. Open it afresh for each: it draws the key that makes sending twice one proposal. */
export function ProposeDialog({ collective, start, locked, onClose }: Props) {
  const t = useTranslations('collectives.propose')
  const api = useTRPCClient()
  const router = useRouter()
  const { decimals, locale } = useUi()
  const { run, error } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState(() => filled(start, decimals))
  const say = (field: keyof typeof empty) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  async function propose() {
    const made = await run(() => {
      const amount = parseAmount(form.amount, decimals)
      if (form.purpose.trim() === '') throw new RefusedHere('purpose-missing')
      if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(form.days)) throw new RefusedHere('days-wrong')
      const { purpose, to } = form
      const of = { commandKey, collectiveId: collective.id, isLocked: locked !== undefined }
      return api.collectives.propose.mutate({ ...of, purpose, to, amount, days: Number(form.days) })
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  const holds = formatUnits(locked ?? collective.held, decimals, locale)
  return (
    <CommandDialog
      title={t(locked === undefined ? 'title' : 'titleLocked', { name: collective.name })}
      lead={t('lead', { threshold: collective.threshold, weight: collective.weight })}
      go={t('go')}
      onGo={propose}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('purpose')} hint={t('purposeHint')}>
        <TextInput value={form.purpose} maxLength={300} onChange={say('purpose')} />
      </FormField>
      <FormField label={t('to')} hint={t('toHint')}>
        <TextInput className="font-mono" spellCheck={false} value={form.to} onChange={say('to')} />
      </FormField>
      <FormField
        label={t('amount')}
        hint={t(locked === undefined ? 'amountHint' : 'amountHintLocked', { holds })}
      >
        <TextInput amount value={form.amount} onChange={say('amount')} />
      </FormField>
      <FormField label={t('days')} hint={t('daysHint')}>
        <TextInput amount unit={t('daysUnit')} value={form.days} onChange={say('days')} />
      </FormField>
    </CommandDialog>
  )
}
