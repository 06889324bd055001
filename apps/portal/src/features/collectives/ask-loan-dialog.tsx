'use client'
import { parseAmount } from '@vc/ledger'
import { FormField, formatUnits, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import type { Collective } from './stages.ts'

type Now = { readonly height: number; readonly blocksPerDay: number }
type Props = { readonly collective: Collective; readonly now: Now; readonly onClose: () => void }
type Form = Readonly<Record<'purpose' | 'amount' | 'price' | 'term' | 'days', string>>
const empty: Form = { purpose: '', amount: '', price: '0', term: '90', days: '7' }

/** Asks the members for a loan. Open it afresh for each: it draws the key that makes sending twice one proposal. */
export function AskLoanDialog({ collective, now, onClose }: Props) {
  const t = useTranslations('collectives.loans.ask')
  const api = useTRPCClient()
  const router = useRouter()
  const { decimals, locale } = useUi()
  const { run, error } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState(empty)
  async function ask() {
    const made = await run(() => {
      const asked = { commandKey, collectiveId: collective.id, ...readForm(form, now, decimals) }
      return api.collectives.askLoan.mutate(asked)
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  const field = (name: keyof Form) => ({
    value: form[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
  })
  const holds = formatUnits(collective.held, decimals, locale)
  const due = t('termHint', { height: heightAfter(now, form.term) ?? now.height })
  return (
    <CommandDialog
      title={t('title', { name: collective.name })}
      lead={t('lead', { threshold: collective.threshold, weight: collective.weight })}
      go={t('go')}
      onGo={ask}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('purpose')} hint={t('purposeHint')}>
        <TextInput maxLength={300} {...field('purpose')} />
      </FormField>
      <FormField label={t('amount')} hint={t('amountHint', { holds })}>
        <TextInput amount {...field('amount')} />
      </FormField>
      <FormField label={t('price')} hint={t('priceHint')}>
        <TextInput amount {...field('price')} />
      </FormField>
      <FormField label={t('term')} hint={due}>
        <TextInput amount unit={t('daysUnit')} {...field('term')} />
      </FormField>
      <FormField label={t('days')} hint={t('daysHint')}>
        <TextInput amount unit={t('daysUnit')} {...field('days')} />
      </FormField>
    </CommandDialog>
  )
}

function readForm(form: Form, now: Now, decimals: number) {
  const [amount, price] = [parseAmount(form.amount, decimals), parseAmount(form.price, decimals)]
  const due = heightAfter(now, form.term)
  if (form.purpose.trim() === '') throw new RefusedHere('purpose-missing')
  if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
  if (price === undefined) throw new RefusedHere('loan-price')
  if (due === undefined) throw new RefusedHere('loan-term')
  if (!/^(?:[1-9]|[1-5]\d|60)$/.test(form.days)) throw new RefusedHere('days-wrong')
  return { purpose: form.purpose, amount, price, due, days: Number(form.days) }
}

/** The height of the ledger so many days from now; undefined when the text is no number of days. */
const heightAfter = ({ height, blocksPerDay }: Now, days: string): number | undefined =>
  /^[1-9]\d{0,3}$/.test(days) ? height + Number(days) * blocksPerDay : undefined
