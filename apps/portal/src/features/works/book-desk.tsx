'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  type Column,
  EmptyState,
  plainUnits,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { OfferRecord, TradeAct } from '../trades/index.ts'
import { type Book, toneOf } from './answers.ts'
import { useName } from './work-facts.tsx'

type Income = Book['income'][number]
type Held = Book['licences'][number]
const POLL_MS = 4_000

/** What one's works brought in, the licences that one holds, and one's points. */
export function BookDesk() {
  const t = useTranslations('works.book')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().works.book.queryOptions(undefined, { refetchInterval }))
  const income = useIncomeColumns()
  const held = useHeldColumns()
  const format = useFormatter()
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const sum = data.income.reduce((all, { amount }) => all + amount, 0n)
  return (
    <>
      <StatRow>
        <Stat label={t('sum')} value={<Amount amount={sum} element="value" />} />
        <Stat label={t('points')} value={format.number(data.points)} note={t('pointsNote')} />
      </StatRow>
      <Section id="income" title={t('income')} lead={t('incomeLead')}>
        <Table
          name="work-income"
          caption={t('income')}
          rows={data.income}
          columns={income}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      </Section>
      <Section id="held" title={t('held')}>
        <Table
          name="work-licences"
          caption={t('held')}
          rows={data.licences}
          columns={held}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('noneHeld')}>{t('noneHeldNext')}</EmptyState>}
        />
      </Section>
    </>
  )
}

function useIncomeColumns(): readonly Column<Income>[] {
  const t = useTranslations('works.book')
  const format = useFormatter()
  const nameOf = useName()
  const { decimals } = useUi()
  const what = (row: Income) => t(`what.${row.what}`)
  const at = ({ createdAt }: Income) => format.dateTime(createdAt, 'short')
  return [
    {
      key: 'what',
      header: t('for'),
      cell: (row) => (
        <span>
          {what(row)} ·{' '}
          <Link className="underline" href={`/works/${row.workId}`}>
            {row.title}
          </Link>
          <span className="block text-small break-words text-ink-soft">{row.note}</span>
        </span>
      ),
      text: (row) => `${what(row)} ${row.title} ${row.note}`,
      filter: 'text',
      phone: 'main',
    },
    { key: 'from', header: t('from'), cell: ({ from }) => nameOf(from), text: ({ from }) => nameOf(from) },
    {
      key: 'amount',
      header: t('amount'),
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      align: 'right',
      phone: 'side',
    },
    { key: 'at', header: t('at'), cell: at, text: at, sortBy: ({ createdAt }) => createdAt.getTime() },
    { key: 'paid', header: t('paid'), cell: (row) => <Paid row={row} />, text: ({ txid }) => txid },
  ]
}

function Paid({ row: { state, txid } }: { readonly row: Income }) {
  const t = useTranslations('works.drafts.states')
  return state === 'on-its-way' ? (
    <Status tone={toneOf[state]}>{t(state)}</Status>
  ) : (
    <TransactionLink txid={txid} />
  )
}

function useHeldColumns(): readonly Column<Held>[] {
  const t = useTranslations('works.book')
  const format = useFormatter()
  const { decimals } = useUi()
  const at = ({ createdAt }: Held) => format.dateTime(createdAt, 'short')
  return [
    { key: 'title', header: t('for'), cell: ({ title }) => title, text: ({ title }) => title, phone: 'main' },
    {
      key: 'code',
      header: t('code'),
      cell: ({ code }) => (
        <Link className="font-mono break-all underline" href={`/verify?code=${code}`}>
          {code}
        </Link>
      ),
      text: ({ code }) => code,
    },
    {
      key: 'price',
      header: t('amount'),
      cell: ({ price }) => <Amount amount={price} element="value" unit="" />,
      text: ({ price }) => plainUnits(price, decimals),
      align: 'right',
      phone: 'side',
    },
    { key: 'at', header: t('at'), cell: at, text: at, sortBy: ({ createdAt }) => createdAt.getTime() },
    {
      key: 'act',
      phone: 'action',
      header: t('act'),
      cell: (one) =>
        one.offer ? (
          <TradeAct offer={one.offer} />
        ) : (
          one.isHeld && one.isResold && <OfferRecord table="licence" recordKey={one.key} name={one.title} />
        ),
      text: () => '',
    },
  ]
}
