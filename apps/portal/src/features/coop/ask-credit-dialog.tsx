'use client'
import { FormField, formatUnits, Select, shortHash, TextArea, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { WithAccount } from '../credit/index.ts'
import { CommandDialog } from '../refusals/index.ts'
import type { Order, OrderCredit } from './answers.ts'

type Props = {
  readonly order: Order
  readonly credit: OrderCredit
  readonly height: number
  readonly blocksPerDay: number
  readonly onClose: () => void
}
/** So long after the deadline the debt is due, unless the co-op says otherwise. */
const GRACE_DAYS = 30

/** Asks for the credit that pays all suppliers of an order in the co-op's place. */
export function AskCreditDialog(props: Props) {
  const t = useTranslations('coop.credit')
  return (
    <WithAccount title={t('title')} onClose={props.onClose}>
      {({ accounts }) => (
        <AskForm
          {...props}
          accounts={accounts.filter(({ isActive }) => isActive).map(({ accountId }) => accountId)}
        />
      )}
    </WithAccount>
  )
}

function AskForm({ onClose, accounts, ...asked }: Props & { readonly accounts: readonly string[] }) {
  const { order, credit } = asked
  const t = useTranslations('coop.credit')
  const toast = useToast()
  const { decimals, locale } = useUi()
  const { run, error, busy } = useCommand()
  const form = useAskForm(asked, accounts[0] ?? '')
  const options = accounts.map((value) => ({ value, label: shortHash(value) }))
  async function send() {
    if (!(await run(form.send))) return
    toast({ title: t('sent') })
    onClose()
  }
  const amount = formatUnits(credit.cost, decimals, locale)
  return (
    <CommandDialog
      title={t('ask')}
      lead={t('askLead', { amount, count: order.contracts.length })}
      go={t('go', { amount })}
      pending={busy}
      onGo={send}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('account')}>
        <Select value={form.accountId} options={options} onChange={form.say('accountId')} />
      </FormField>
      <FormField label={t('days')} hint={t('daysHint', { deadline: order.deadline })}>
        <TextInput amount value={form.days} onChange={form.say('days')} />
      </FormField>
      <FormField label={t('purpose')}>
        <TextArea maxLength={400} value={form.purpose} onChange={form.say('purpose')} />
      </FormField>
    </CommandDialog>
  )
}

type Typed = { readonly target: { readonly value: string } }

function useAskForm({ order, height, blocksPerDay }: Omit<Props, 'onClose'>, account: string) {
  const api = useTRPCClient()
  const [commandKey] = useState(() => crypto.randomUUID())
  const usual = Math.ceil((order.deadline - height) / blocksPerDay) + GRACE_DAYS
  const [form, setForm] = useState({ accountId: account, days: String(usual), purpose: order.title })
  const { accountId, days, purpose } = form
  const send = () => {
    if (!/^[1-9]\d{0,4}$/.test(days.trim())) throw new RefusedHere('term-days-wrong')
    if (purpose.trim() === '') throw new RefusedHere('order-incomplete')
    const termBlocks = Number(days) * blocksPerDay
    return api.coop.askCredit.mutate({ commandKey, orderId: order.id, accountId, termBlocks, purpose })
  }
  const say = (field: keyof typeof form) => (event: Typed) =>
    setForm((now) => ({ ...now, [field]: event.target.value }))
  return { ...form, say, send }
}
