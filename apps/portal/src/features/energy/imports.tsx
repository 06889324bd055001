'use client'
import { type Column, EmptyState, Hash, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

type Row = ApiAnswers['certificates']['imports'][number]

/** Files of metering data and how far their certificates are. */
export function Imports({ rows }: { readonly rows: readonly Row[] }) {
  const t = useTranslations('energy')
  const format = useFormatter()
  const stage = (row: Row) => {
    if (row.state === 'queued') return t('stages.queued')
    if (row.finality) return t(`stages.${row.finality}`)
    return row.issued === 0n ? t('stages.none') : t('stages.issued')
  }
  const columns: readonly Column<Row>[] = [
    {
      key: 'file',
      header: t('file'),
      cell: (row) => row.fileName,
      text: (row) => row.fileName,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'readings',
      header: t('readings'),
      cell: (row) => format.number(row.readings),
      text: (row) => String(row.readings),
      sortBy: (row) => row.readings,
      align: 'right',
    },
    {
      key: 'issued',
      header: t('issued'),
      cell: (row) => (row.issued === null ? '–' : format.number(row.issued)),
      text: (row) => String(row.issued ?? ''),
      sortBy: (row) => row.issued ?? 0n,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'stage',
      header: t('stage'),
      cell: (row) => <Status tone={row.finality === 'final' ? 'value' : 'waiting'}>{stage(row)}</Status>,
      text: stage,
      filter: 'choice',
    },
    {
      key: 'record',
      header: t('record'),
      cell: (row) => (row.txid ? <Hash hash={row.txid} /> : '–'),
      text: (row) => row.txid ?? '',
      phone: 'hide',
    },
  ]
  return (
    <Table
      name="meter-imports"
      caption={t('imports')}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t('none.imports')}>{t('none.next')}</EmptyState>}
    />
  )
}
