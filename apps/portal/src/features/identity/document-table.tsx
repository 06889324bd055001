'use client'
import type { IdentityKind } from '@vc/nfr'
import { type Column, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

export type Row = {
  readonly id: string
  readonly kind: IdentityKind
  readonly size: number
  readonly createdAt: Date
}
type Props = { readonly rows: readonly Row[]; readonly act?: (row: Row) => ReactNode }

/** Documents by their kind; what they say is sealed. */
export function DocumentTable({ rows, act }: Props) {
  const t = useTranslations('identity')
  const format = useFormatter()
  const kind = (row: Row) => t(`kinds.${row.kind}`)
  const size = (row: Row) => t('size', { kilobytes: Math.ceil(row.size / 1000) })
  const at = (row: Row) => format.dateTime(row.createdAt, 'short')
  const columns: readonly Column<Row>[] = [
    { key: 'kind', header: t('kind'), cell: kind, text: kind, filter: 'choice', phone: 'main' },
    { key: 'size', header: t('sizeHead'), cell: size, text: size, sortBy: (row) => row.size, align: 'right' },
    {
      key: 'at',
      header: t('at'),
      cell: at,
      text: at,
      sortBy: (row) => row.createdAt.getTime(),
      phone: 'side',
    },
    ...(act ? [{ key: 'act', phone: 'action' as const, header: t('act'), cell: act, text: () => '' }] : []),
  ]
  return (
    <Table
      name="identity-documents"
      caption={t('title')}
      rows={rows}
      columns={columns}
      rowKey={({ id }) => id}
      empty={t('none')}
    />
  )
}
