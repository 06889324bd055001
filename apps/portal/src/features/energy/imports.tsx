'use client'
import { type Column, EmptyState, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RecordPlace } from '../imports/index.ts'
import { ImportDrawer } from './import-drawer.tsx'

export type ImportRow = ApiAnswers['certificates']['imports'][number]

/** Files of metering data and how far their certificates are. */
export function Imports({ rows }: { readonly rows: readonly ImportRow[] | undefined }) {
  const t = useTranslations('energy')
  const format = useFormatter()
  const [openId, setOpenId] = useState<string>()
  const stage = (row: ImportRow) => {
    if (row.state === 'queued') return t('stages.queued')
    if (row.finality) return t(`stages.${row.finality}`)
    return row.issued === 0n ? t('stages.none') : t('stages.issued')
  }
  const columns: readonly Column<ImportRow>[] = [
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
      cell: (row) => <Status tone={row.finality === 'final' ? 'plain' : 'waiting'}>{stage(row)}</Status>,
      text: stage,
      filter: 'choice',
    },
    {
      key: 'aside',
      header: t('setAside'),
      cell: (row) => format.number(row.setAside.length),
      text: (row) => String(row.setAside.length),
      sortBy: (row) => row.setAside.length,
      align: 'right',
      phone: 'hide',
    },
    {
      key: 'record',
      header: t('record'),
      cell: (row) => <RecordPlace txid={row.txid} height={row.height} finality={null} />,
      text: (row) => row.txid ?? '',
      phone: 'hide',
    },
  ]
  const open = rows?.find(({ id }) => id === openId)
  return (
    <>
      <Table
        name="meter-imports"
        caption={t('imports')}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => setOpenId(row.id)}
        openKey={openId}
        empty={<EmptyState title={t('none.imports')}>{t('none.next')}</EmptyState>}
      />
      {open && <ImportDrawer row={open} stage={stage(open)} onClose={() => setOpenId(undefined)} />}
    </>
  )
}
