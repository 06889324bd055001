'use client'
import { Amount, type Column, plainUnits, Status, Table, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { AccountLink, BlockHeight, BlockLink, TransactionLink } from './links.tsx'
import { elementOf, layerOf, type Owners, type ShownOutput, useOwners } from './shown.ts'

type Row = ShownOutput & { readonly reads?: boolean }

/** Outputs with what they are, whose they are, where they came from and where they went. */
export function OutputTable({
  rows,
  owners,
  name,
  caption,
}: {
  readonly rows: readonly Row[]
  readonly owners: Owners
  readonly name: string
  readonly caption: string
}) {
  const columns = useColumns(owners)
  return (
    <Table
      name={name}
      caption={caption}
      rows={rows}
      columns={columns}
      rowKey={(row) => `${row.txid}:${row.index}`}
    />
  )
}

function useColumns(owners: Owners): readonly Column<Row>[] {
  const t = useTranslations('explorer')
  const ownerOf = useOwners(owners)
  const { decimals } = useUi()
  const layer = (row: Row) => t(`layer.${layerOf(row.layer)}`)
  const element = (row: Row) => t(`element.${elementOf(row.element)}`)
  const script = (row: Row) => row.standard ?? t('otherScript')
  return [
    {
      key: 'amount',
      header: t('amount'),
      cell: (row) => <Amount amount={row.amount} element={elementOf(row.element)} />,
      text: (row) => plainUnits(row.amount, decimals),
      sortBy: (row) => row.amount,
      align: 'right',
      phone: 'main',
    },
    {
      key: 'element',
      header: t('elementLabel'),
      cell: element,
      text: element,
      filter: 'choice',
      phone: 'hide',
    },
    { key: 'layer', header: t('layerLabel'), cell: layer, text: layer, filter: 'choice' },
    { key: 'script', header: t('script'), cell: script, text: script, filter: 'choice' },
    {
      key: 'owner',
      header: t('owner'),
      cell: (row) =>
        row.keyHash === null ? '—' : <AccountLink keyHash={row.keyHash} owner={ownerOf(row.keyHash)} />,
      text: (row) => `${ownerOf(row.keyHash)?.name ?? ''} ${row.keyHash ?? ''}`,
      filter: 'text',
    },
    {
      key: 'from',
      header: t('from'),
      cell: (row) => (
        <span className="whitespace-nowrap">
          <TransactionLink txid={row.txid} />:{row.index}
        </span>
      ),
      text: (row) => `${row.txid}:${row.index}`,
    },
    {
      key: 'spent',
      header: t('fate'),
      cell: (row) => <Fate row={row} />,
      text: (row) => row.spentBy ?? '',
      phone: 'side',
    },
    {
      key: 'expires',
      header: t('expires'),
      cell: (row) => (row.expiryHeight === null ? '' : <BlockHeight height={row.expiryHeight} />),
      text: (row) => String(row.expiryHeight ?? ''),
      sortBy: (row) => row.expiryHeight ?? 0,
      align: 'right',
    },
  ]
}

function Fate({ row }: { readonly row: Row }) {
  const t = useTranslations('explorer')
  if (row.reads) return <Status tone="quiet">{t('readOnly')}</Status>
  if (row.spentBy === null || row.spentHeight === null) return <Status>{t('unspent')}</Status>
  return (
    <span className="inline-flex items-baseline gap-2">
      <TransactionLink txid={row.spentBy} />
      <BlockLink height={row.spentHeight} />
    </span>
  )
}
