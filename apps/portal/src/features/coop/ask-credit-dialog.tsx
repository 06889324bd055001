'use client'
import { useQuery } from '@tanstack/react-query'
import { FormField, formatUnits, Select, shortHash, TextArea, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import {
  GuaranteeFields,
  type GuaranteesForm,
  HandInAnyway,
  type Pledgeable,
  useGuarantees,
  WithAccount,
} from '../credit/index.ts'
import { mustBeFilled, mustBeWhole } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import type { Order, OrderCredit } from './answers.ts'
import { ModelOffers } from './model-offers.tsx'

type Props = {
  readonly order: Order
  readonly credit: OrderCredit
  readonly height: number
  readonly blocksPerDay: number
  readonly onClose: () => void
}
/** So long after the deadline the debt is due, unless the co-op says otherwise. */
const GRACE_DAYS = 30
const MOST_DAYS = 99_999

/** Who may owe: own accounts that stand on the ledger, and collectives that the person may speak for. */
type Debtor = { readonly value: string; readonly label: string }

/** Asks for the credit that pays all suppliers of an order in the co-op's place. */
export function AskCreditDialog(props: Props) {
  const t = useTranslations('coop.credit')
  const collectives = useQuery(useTRPC().collectives.list.queryOptions())
  const offered = useQuery(useTRPC().credit.pledgeable.queryOptions())
  const voting = (collectives.data ?? []).filter(({ step }) => step === 'registered')
  return (
    <WithAccount title={t('title')} onClose={props.onClose}>
      {({ accounts }) => (
        <AskForm
          {...props}
          offered={offered.data ?? []}
          debtors={[
            ...accounts
              .filter(({ isActive }) => isActive)
              .map(({ accountId }) => ({
                value: `account ${accountId}`,
                label: t('own', { name: shortHash(accountId) }),
              })),
            ...voting.map(({ id, name }) => ({
              value: `collective ${id}`,
              label: t('collective', { name }),
            })),
          ]}
        />
      )}
    </WithAccount>
  )
}

type FormProps = Props & { readonly debtors: readonly Debtor[]; readonly offered: readonly Pledgeable[] }

function AskForm({ onClose, debtors, offered, ...asked }: FormProps) {
  const { order, credit } = asked
  const t = useTranslations('coop.credit')
  const toast = useToast()
  const { decimals, locale } = useUi()
  const { run, error, busy } = useCommand()
  const errorAt = useFieldErrors(error)
  const guarantees = useGuarantees(offered)
  const form = useAskForm(asked, debtors[0]?.value ?? '', guarantees)
  async function send(queues: boolean) {
    if (!(await run(() => form.send(queues)))) return
    toast({ title: t('sent') })
    onClose()
  }
  const amount = formatUnits(credit.cost, decimals, locale)
  const isVoted = form.debtor.startsWith('collective ')
  return (
    <CommandDialog
      title={t('ask')}
      lead={t('askLead', { amount, count: order.contracts.length })}
      go={t('go', { amount })}
      pending={busy}
      onGo={() => send(false)}
      onClose={onClose}
      error={error}
      action={<HandInAnyway error={error} pending={busy} onGo={() => send(true)} />}
    >
      <FormField label={t('account')} hint={isVoted ? t('collectiveHint') : undefined}>
        <Select value={form.debtor} options={[...debtors]} onChange={form.say('debtor')} />
      </FormField>
      <FormField label={t('days')} hint={t('daysHint', { deadline: order.deadline })} error={errorAt('days')}>
        <TextInput amount value={form.days} onChange={form.say('days')} />
      </FormField>
      <FormField label={t('purpose')} error={errorAt('purpose')}>
        <TextArea maxLength={400} value={form.purpose} onChange={form.say('purpose')} />
      </FormField>
      {!isVoted && <ModelOffers cost={credit.cost} onChoose={form.choosePurpose} />}
      <GuaranteeFields form={guarantees} isTried={form.tries > 0} />
    </CommandDialog>
  )
}

type Typed = { readonly target: { readonly value: string } }

function useAskForm(
  { order, height, blocksPerDay }: Omit<Props, 'onClose'>,
  first: string,
  { ready: guarantees }: GuaranteesForm,
) {
  const api = useTRPCClient()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [tries, setTries] = useState(0)
  const usual = Math.ceil((order.deadline - height) / blocksPerDay) + GRACE_DAYS
  const [form, setForm] = useState({ debtor: first, days: String(usual), purpose: order.title })
  const { days, purpose } = form
  const send = (queues: boolean) => {
    setTries((now) => now + 1)
    const termBlocks = mustBeWhole(days, { field: 'days', most: MOST_DAYS }) * blocksPerDay
    mustBeFilled('credit-ask-incomplete', { purpose })
    if (!guarantees) throw new RefusedHere('credit-ask-incomplete')
    const asked = { commandKey, orderId: order.id, termBlocks, purpose, guarantees }
    return api.coop.askCredit.mutate({ ...asked, queues, debtor: debtorOf(form.debtor) })
  }
  const say = (field: keyof typeof form) => (event: Typed) =>
    setForm((now) => ({ ...now, [field]: event.target.value }))
  const choosePurpose = (text: string) => setForm((now) => ({ ...now, purpose: text }))
  return { ...form, tries, say, send, choosePurpose }
}

function debtorOf(value: string) {
  const [kind, id = ''] = value.split(' ')
  return kind === 'collective' ? { collectiveId: id } : { accountId: id }
}
