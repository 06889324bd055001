'use client'
import { useQuery } from '@tanstack/react-query'
import { formatAmount, parseAmount } from '@vc/ledger'
import {
  Button,
  Dialog,
  ErrorSummary,
  FormField,
  Notice,
  Select,
  Skeleton,
  shortHash,
  TextArea,
  TextInput,
  useToast,
  useUi,
} from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useDays } from './use-days.ts'

type Terms = ApiAnswers['credit']['terms']
type Form = {
  readonly accountId: string
  readonly amount: string
  readonly days: string
  readonly lots: string
  readonly purpose: string
  readonly guarantee: string
}
type Wrong = { readonly [field in keyof Form]?: string }

/** The form of an application. Open it afresh for each: it draws the key that makes sending twice one application. */
export function ApplyDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('credit')
  const { data: terms, error } = useQuery(
    useTRPC().credit.terms.queryOptions(undefined, { refetchInterval: 3_000 }),
  )
  const ready = terms?.accounts.filter(({ isActive }) => isActive) ?? []
  if (terms && ready.length > 0) return <ApplyForm terms={terms} onClose={onClose} />
  const waiting = terms?.accounts[0]
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('apply.title')}>
      <RefusalView error={error} />
      {!terms && !error && <Skeleton className="h-40" />}
      {terms && !waiting && (
        <Notice title={t('apply.noWallet')}>
          {t('apply.makeWallet')}{' '}
          <Link href="/account#wallet" className="underline">
            {t('apply.toWallet')}
          </Link>
        </Notice>
      )}
      {waiting && (
        <Notice tone="waiting" title={t('apply.accountWaits')}>
          {t(isByPeople(waiting.admission?.reason) ? 'apply.accountHeld' : 'apply.accountSoon')}
        </Notice>
      )}
    </Dialog>
  )
}

function ApplyForm({ terms, onClose }: { readonly terms: Terms; readonly onClose: () => void }) {
  const t = useTranslations('credit')
  const { decimals } = useUi()
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error } = useCommand()
  const accounts = terms.accounts.filter(({ isActive }) => isActive)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState<Form>({
    accountId: accounts[0]?.accountId ?? '',
    amount: '',
    days: '180',
    lots: '1',
    purpose: '',
    guarantee: '',
  })
  const [tries, setTries] = useState(0)
  const days = useDays(terms.blocksPerDay)
  const termBlocks = Math.round(numberOf(form.days) * terms.blocksPerDay)
  const words = {
    least: formatAmount(terms.fee, decimals),
    example: formatAmount(1_250_000n, decimals),
    decimals,
    leastDays: Math.ceil((terms.limits.leastTermBlocks / terms.blocksPerDay) * 1000) / 1000,
    mostDays: Math.floor(terms.limits.mostTermBlocks / terms.blocksPerDay),
    lots: terms.limits.mostLots,
  }
  const wrong = checkForm(form, termBlocks, terms, decimals, (key) => t(`wrong.${key}`, words))
  const set = (field: keyof Form) => (event: { readonly target: { readonly value: string } }) =>
    setForm((now) => ({ ...now, [field]: event.target.value }))
  const shown = tries > 0 ? wrong : {}
  const id = (field: keyof Form) => `apply-${field}`

  async function send() {
    setTries((before) => before + 1)
    const amount = parseAmount(form.amount.trim(), decimals)
    if (Object.keys(wrong).length > 0 || amount === undefined) return
    const { accountId, purpose, guarantee } = form
    const made = await run(() =>
      api.credit.submit.mutate({
        commandKey,
        accountId,
        amount,
        termBlocks,
        lots: numberOf(form.lots),
        purpose,
        guarantee,
      }),
    )
    if (!made) return
    toast({ title: t('apply.sent') })
    onClose()
  }

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('apply.title')}
      description={t('apply.lead')}
      footer={
        <Button variant="primary" onClick={send}>
          {t('apply.go')}
        </Button>
      }
    >
      <RefusalView error={error} />
      <ErrorSummary
        key={tries}
        title={t('wrong.title')}
        errors={Object.entries(shown).map(([field, text]) => ({ id: id(field as keyof Form), text }))}
      />
      <div className="space-y-4">
        <FormField label={t('account')} id={id('accountId')}>
          <Select
            value={form.accountId}
            onChange={set('accountId')}
            options={accounts.map(({ accountId }) => ({ value: accountId, label: shortHash(accountId) }))}
          />
        </FormField>
        <FormField
          label={t('amount')}
          hint={t('apply.amountHint', words)}
          id={id('amount')}
          error={shown.amount}
        >
          <TextInput amount value={form.amount} onChange={set('amount')} autoComplete="off" />
        </FormField>
        <FormField
          label={t('apply.days')}
          hint={Number.isFinite(termBlocks) ? days(termBlocks) : undefined}
          id={id('days')}
          error={shown.days}
        >
          <TextInput amount value={form.days} onChange={set('days')} unit={t('apply.daysUnit')} />
        </FormField>
        <FormField label={t('lots')} hint={t('apply.lotsHint', words)} id={id('lots')} error={shown.lots}>
          <TextInput amount value={form.lots} onChange={set('lots')} inputMode="numeric" />
        </FormField>
        <FormField label={t('purpose')} id={id('purpose')} error={shown.purpose}>
          <TextArea value={form.purpose} onChange={set('purpose')} maxLength={4000} />
        </FormField>
        <FormField
          label={t('guarantee')}
          hint={t('apply.guaranteeHint')}
          id={id('guarantee')}
          error={shown.guarantee}
        >
          <TextArea value={form.guarantee} onChange={set('guarantee')} maxLength={4000} />
        </FormField>
      </div>
    </Dialog>
  )
}

/** Whether people must admit, since this network's worker holds none of the admission group's keys. */
const isByPeople = (reason: string | null | undefined): boolean =>
  reason === 'admission-by-people' || reason === 'admission-keys-foreign'

/** A plain number as people write it; NaN for a sign, an exponent, or anything else. */
const numberOf = (text: string): number =>
  /^\d{1,8}(?:\.\d{1,6})?$/.test(text.trim()) ? Number(text) : Number.NaN

function checkForm(
  form: Form,
  termBlocks: number,
  { limits, fee }: Terms,
  decimals: number,
  say: (key: string) => string,
): Wrong {
  const amount = parseAmount(form.amount.trim(), decimals)
  const lots = numberOf(form.lots)
  const isTerm =
    Number.isInteger(termBlocks) &&
    termBlocks >= limits.leastTermBlocks &&
    termBlocks <= limits.mostTermBlocks
  return {
    ...(amount === undefined || amount <= fee ? { amount: say('amount') } : {}),
    ...(isTerm ? {} : { days: say('days') }),
    ...(Number.isInteger(lots) && lots >= 1 && lots <= limits.mostLots ? {} : { lots: say('lots') }),
    ...(form.purpose.trim() === '' ? { purpose: say('purpose') } : {}),
    ...(form.guarantee.trim() === '' ? { guarantee: say('guarantee') } : {}),
  }
}
