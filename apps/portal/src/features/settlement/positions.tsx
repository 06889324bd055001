'use client'
import { Amount, type Column, plainUnits, Section, Table, Tag, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { AccountLink } from '../explorer/index.ts'
import type { BatchAnswer } from './batch-screen.tsx'

type Position = BatchAnswer['positions'][number]

/** Who pays and who receives, and where a creditor's money goes. */
export function Positions({ data: { batch, positions, legs } }: { readonly data: BatchAnswer }) {
  const t = useTranslations('settlement')
  const { decimals } = useUi()
  const place = ({ amount, paidTo }: Position) =>
    amount > 0n && legs.length > 0 ? (paidTo ?? t('heldByCentre')) : ''
  const columns: Column<Position>[] = [
    {
      key: 'party',
      header: t('party'),
      cell: ({ party }) => party,
      text: ({ party }) => party,
      filter: 'text',
    },
    {
      key: 'side',
      header: t('side'),
      cell: ({ amount }) => <Tag tone="quiet">{t(sideOf(amount))}</Tag>,
      text: ({ amount }) => t(sideOf(amount)),
      filter: 'choice',
    },
    {
      key: 'amount',
      header: t('position'),
      align: 'right',
      cell: ({ amount }) => <Amount amount={amount} signed />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      total: (rows) => <Amount amount={rows.reduce((sum, { amount }) => sum + amount, 0n)} />,
    },
    {
      key: 'paidTo',
      header: t('paidTo'),
      cell: (row) => (row.paidTo && place(row) ? <AccountLink keyHash={row.paidTo} /> : place(row)),
      text: place,
      phone: 'hide',
    },
  ]
  return (
    <Section title={t('positions')} lead={t('positionsLead')}>
      <Table
        caption={t('positions')}
        name={`settlement-positions-${batch.id}`}
        rows={positions}
        columns={columns}
        rowKey={({ party }) => party}
        initialSort={{ key: 'amount', down: true }}
      />
    </Section>
  )
}

const sideOf = (amount: bigint) => (amount > 0n ? 'receives' : amount < 0n ? 'pays' : 'even')
