'use client'
import { Amount, type Column, EmptyState, plainUnits, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { TransactionLink } from '../explorer/index.ts'
import { pathOf } from '../provenance/index.ts'
import { type Order, type Pledge, toneOfPledge } from './answers.ts'
import { Delivery } from './delivery.tsx'

type Props = { readonly order: Order; readonly pledges: readonly Pledge[] }

/** Every pledge or purchase with where it lies; whose it is only the supporter sees. */
export function PledgeTable({ order, pledges }: Props) {
  const t = useTranslations('coop')
  const parts = order.paidBy === 'credit' ? 'purchases' : 'pledges'
  const columns = useColumns(order)
  return (
    <Table
      name="order-pledges"
      caption={t(`${parts}.title`)}
      rows={pledges}
      columns={columns}
      rowKey={({ txid }) => txid}
      empty={<EmptyState title={t(`${parts}.none`)}>{t(`${parts}.noneNext`)}</EmptyState>}
    />
  )
}

function useColumns(order: Order): readonly Column<Pledge>[] {
  const t = useTranslations('coop.pledges')
  const isBought = order.paidBy === 'credit'
  const format = useFormatter()
  const { decimals } = useUi()
  const who = ({ isMine }: Pledge) => t(isMine ? 'you' : isBought ? 'buyer' : 'supporter')
  const state = (pledge: Pledge) => t(`states.${pledge.state}`)
  const at = ({ createdAt }: Pledge) => format.dateTime(createdAt, 'short')
  return [
    { key: 'who', header: t(isBought ? 'buyer' : 'who'), cell: who, text: who, phone: 'main' },
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
      header: t(isBought ? 'boughtAt' : 'at'),
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
    ...(isBought ? [lotColumn(t('lot')), { ...deliveryColumn(order), header: t('delivery') }] : []),
  ]
}

/** The lot that was delivered, with its way for anybody to read. */
const lotColumn = (header: string): Column<Pledge> => ({
  ...{ key: 'lot', header, text: ({ lot }) => lot ?? '' },
  cell: ({ lot }) =>
    lot ? (
      <Link className="underline" href={pathOf(lot)}>
        {lot}
      </Link>
    ) : (
      '–'
    ),
})

const deliveryColumn = (order: Order): Omit<Column<Pledge>, 'header'> => ({
  ...{ key: 'delivery', text: () => '' },
  cell: (pledge) => <Delivery order={order} pledge={pledge} />,
})
