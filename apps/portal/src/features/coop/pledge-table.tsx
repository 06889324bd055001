'use client'
import { Amount, type Column, EmptyState, plainUnits, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { TransactionLink } from '../explorer/index.ts'
import { type Pledge, toneOfPledge } from './answers.ts'

/** Every pledge with where it lies; whose it is only the supporter sees. */
export function PledgeTable({ pledges }: { readonly pledges: readonly Pledge[] }) {
  const t = useTranslations('coop.pledges')
  const columns = useColumns()
  return (
    <Table
      name="order-pledges"
      caption={t('title')}
      rows={pledges}
      columns={columns}
      rowKey={({ txid }) => txid}
      empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
    />
  )
}

function useColumns(): readonly Column<Pledge>[] {
  const t = useTranslations('coop.pledges')
  const format = useFormatter()
  const { decimals } = useUi()
  const who = ({ isMine }: Pledge) => t(isMine ? 'you' : 'supporter')
  const state = (pledge: Pledge) => t(`states.${pledge.state}`)
  const at = ({ createdAt }: Pledge) => format.dateTime(createdAt, 'short')
  return [
    { key: 'who', header: t('who'), cell: who, text: who, phone: 'main' },
    {
      key: 'amount',
      header: t('amount'),
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'state',
      header: t('state'),
      cell: (pledge) => <Status tone={toneOfPledge[pledge.state]}>{state(pledge)}</Status>,
      text: state,
      filter: 'choice',
    },
    {
      key: 'at',
      header: t('at'),
      cell: at,
      text: at,
      sortBy: ({ createdAt }) => createdAt.getTime(),
      phone: 'hide',
    },
    {
      key: 'lies',
      header: t('lies'),
      cell: ({ txid, height }) => (height === null ? '–' : <TransactionLink txid={txid} />),
      text: ({ txid }) => txid,
    },
    {
      key: 'went',
      header: t('went'),
      cell: ({ spentBy }) => (spentBy ? <TransactionLink txid={spentBy} /> : '–'),
      text: ({ spentBy }) => spentBy ?? '',
    },
  ]
}
