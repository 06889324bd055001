'use client'
import { Amount, type Column, plainUnits, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { AccountLink, TransactionLink } from '../explorer/index.ts'
import { type Due, type Line, toneOfDue } from './answers.ts'

/** An amount of a row. */
function useMoney<Row>() {
  const { decimals } = useUi()
  return (key: string, header: string, of: (row: Row) => bigint): Column<Row> => ({
    ...{ key, header, align: 'right', sortBy: of },
    cell: (row) => <Amount amount={of(row)} element="value" unit="" />,
    text: (row) => plainUnits(of(row), decimals),
  })
}

/** The sum of all rows under a column: on a phone there is room for one. */
const sumUnder = <Row,>(of: (row: Row) => bigint): Pick<Column<Row>, 'total'> => ({
  total: (rows) => <Amount amount={rows.reduce((sum, row) => sum + of(row), 0n)} element="value" unit="" />,
})

/** A day on one line, however narrow its column. */
const whole = (day: string) => <span className="whitespace-nowrap">{day}</span>

/** What was sold of each title on each day, and what each party gets of it: the three add up to the net. */
export function LineTable({ lines }: { readonly lines: readonly Line[] }) {
  const t = useTranslations('studio')
  const format = useFormatter()
  const money = useMoney<Line>()
  const columns: readonly Column<Line>[] = [
    {
      key: 'day',
      header: t('lines.day'),
      cell: ({ day }) => whole(day),
      text: ({ day }) => day,
      phone: 'side',
    },
    {
      key: 'title',
      header: t('lines.title'),
      cell: ({ title }) => title,
      text: ({ title }) => title,
      filter: 'choice',
      phone: 'main',
    },
    {
      key: 'units',
      header: t('lines.units'),
      cell: ({ units }) => format.number(units),
      text: ({ units }) => String(units),
      sortBy: ({ units }) => units,
      align: 'right',
      phone: 'hide',
    },
    { ...money('gross', t('lines.gross'), ({ gross }) => gross), phone: 'hide' },
    { ...money('refunds', t('lines.refunds'), ({ refunds }) => refunds), phone: 'hide' },
    { ...money('tax', t('lines.tax'), ({ tax }) => tax), phone: 'hide' },
    { ...money('net', t('lines.net'), ({ net }) => net), ...sumUnder(({ net }: Line) => net) },
    money('studio', t('parts.studio'), ({ studio }) => studio),
    money('publisher', t('parts.publisher'), ({ publisher }) => publisher),
    money('channel', t('parts.channel'), ({ channel }) => channel),
    { ...money('recouped', t('lines.recouped'), ({ recouped }) => recouped), phone: 'hide' },
  ]
  return (
    <Table
      name="statement-lines"
      caption={t('lines.caption')}
      rows={lines}
      columns={columns}
      rowKey={({ line }) => String(line)}
    />
  )
}

/** What the channel owes for each line, by when, and how it stands. */
export function DueTable({ dues }: { readonly dues: readonly Due[] }) {
  const t = useTranslations('studio')
  const money = useMoney<Due>()
  const part = (due: Due) => t(`parts.${due.part}`)
  const state = (due: Due) =>
    due.state === 'arrear' ? t('dues.arrear', { days: due.ageDays }) : t(`dues.states.${due.state}`)
  const delay = ({ delay: days }: Due) => (days === null ? '–' : t('dues.days', { days }))
  const columns: readonly Column<Due>[] = [
    {
      key: 'day',
      header: t('lines.day'),
      cell: ({ day }) => whole(day),
      text: ({ day }) => day,
      phone: 'detail',
    },
    { key: 'part', header: t('dues.to'), cell: part, text: part, filter: 'choice', phone: 'main' },
    {
      key: 'account',
      header: t('contract.account'),
      cell: ({ account }) => <AccountLink keyHash={account} />,
      text: ({ account }) => account,
      phone: 'hide',
    },
    {
      ...money('amount', t('contract.amount'), ({ amount }) => amount),
      ...sumUnder(({ amount }: Due) => amount),
      phone: 'side',
    },
    { ...money('left', t('dues.left'), ({ left }) => left), phone: 'hide' },
    { key: 'due', header: t('dues.due'), cell: ({ dueDay }) => whole(dueDay), text: ({ dueDay }) => dueDay },
    {
      key: 'state',
      header: t('contracts.state'),
      cell: (due) => <Status tone={toneOfDue[due.state]}>{state(due)}</Status>,
      text: state,
      filter: 'choice',
    },
    { key: 'delay', header: t('dues.delay'), cell: delay, text: delay, align: 'right' },
    {
      key: 'txid',
      header: t('dues.payment'),
      cell: ({ txid }) => (txid ? <TransactionLink txid={txid} /> : '–'),
      text: ({ txid }) => txid ?? '',
    },
  ]
  return (
    <Table
      name="statement-dues"
      caption={t('dues.caption')}
      rows={dues}
      columns={columns}
      rowKey={({ line, part: to }) => `${line} ${to}`}
    />
  )
}
