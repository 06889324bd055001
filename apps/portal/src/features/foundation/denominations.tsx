'use client'
import { Amount, type Column, EmptyState, Section, Status, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { TransactionLink } from '../explorer/links.tsx'
import type { Group } from './group-section.tsx'

type Row = Group['denominations'][number]

/** The sixteen denominations of the admission group's credit: how large, who must sign, what has drawn on it. */
export function Denominations({ rows }: { readonly rows: readonly Row[] | undefined }) {
  const t = useTranslations('foundation.denominations')
  const columns: readonly Column<Row>[] = [
    {
      key: 'power',
      header: t('power'),
      cell: ({ power, units }) =>
        t.rich('units', { power, units: Number(units), sup: (exponent) => <sup>{exponent}</sup> }),
      text: ({ power }) => `2^${power}`,
      sortBy: ({ power }) => power,
      phone: 'main',
    },
    {
      key: 'amount',
      header: t('amount'),
      cell: ({ amount }) => <Amount amount={amount} element="credit" />,
      text: ({ amount }) => amount.toString(),
      sortBy: ({ amount }) => amount,
      phone: 'side',
    },
    {
      key: 'need',
      header: t('need'),
      cell: ({ need }) => t('keys', { need }),
      text: ({ need }) => String(need),
    },
    {
      key: 'state',
      header: t('state'),
      cell: ({ spentBy }) =>
        spentBy ? (
          <span className="inline-flex flex-wrap gap-x-2">
            <Status tone="plain">{t('divided')}</Status>
            <TransactionLink txid={spentBy} />
          </span>
        ) : (
          <Status tone="plain">{t('whole')}</Status>
        ),
      text: ({ spentBy }) => t(spentBy ? 'divided' : 'whole'),
      filter: 'choice',
    },
  ]
  return (
    <Section title={t('title')} lead={t('lead')}>
      <Table
        name="denominations"
        caption={t('title')}
        rows={rows}
        columns={columns}
        rowKey={({ power }) => String(power)}
        empty={<EmptyState title={t('none')} />}
      />
    </Section>
  )
}
