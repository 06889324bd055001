'use client'
import { type Column, Section, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { BatchAnswer } from './batch-screen.tsx'
import { useBadReason } from './import-dialog.tsx'

type Row = BatchAnswer['setAside'][number]

/** Lines of the file that are not part of the batch, by the explicit yes of who brought it. */
export function SetAside({ rows }: { readonly rows: readonly Row[] }) {
  const t = useTranslations('settlement')
  const reason = useBadReason()
  const columns: Column<Row>[] = [
    {
      key: 'line',
      header: t('line'),
      align: 'right',
      cell: ({ line }) => line,
      text: ({ line }) => String(line),
      sortBy: ({ line }) => line,
    },
    { key: 'reason', header: t('reason'), cell: reason, text: reason, filter: 'text' },
  ]
  return (
    <Section title={t('setAside')} lead={t('setAsideLead')}>
      <Table
        caption={t('setAside')}
        name="settlement-set-aside"
        rows={rows}
        columns={columns}
        rowKey={({ line, code }) => `${line} ${code}`}
      />
    </Section>
  )
}
