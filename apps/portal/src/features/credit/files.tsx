'use client'
import { type Column, EmptyState, Skeleton, Status, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusalView } from '../refusals/index.ts'
import { FileDrawer } from './file-drawer.tsx'
import { type CreditFile, useFiles } from './use-files.ts'

/** Files of applications that the organisation brought, with how far they are. */
export function Files() {
  const t = useTranslations('credit.files')
  const { data, error } = useFiles()
  const columns = useColumns()
  const [openId, setOpenId] = useState<string>()
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  const open = data.find(({ id }) => id === openId)
  return (
    <>
      <Table
        name="credit-files"
        caption={t('list')}
        rows={data}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => setOpenId(row.id)}
        openKey={openId}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
      {open && <FileDrawer file={open} onClose={() => setOpenId(undefined)} />}
    </>
  )
}

function useColumns(): readonly Column<CreditFile>[] {
  const t = useTranslations('credit.files')
  const credit = useTranslations('credit')
  const format = useFormatter()
  const state = ({ done, count }: CreditFile) =>
    done < count ? t('entering', { done, count }) : t('entered')
  const number = (key: 'count' | 'setAside', phone: 'side' | 'hide'): Column<CreditFile> => ({
    key,
    header: t(key),
    cell: (row) => format.number(row[key]),
    text: (row) => String(row[key]),
    sortBy: (row) => row[key],
    align: 'right',
    phone,
  })
  const name = (row: CreditFile) => row.fileName
  return [
    { key: 'file', header: credit('file'), cell: name, text: name, filter: 'text', phone: 'main' },
    number('count', 'side'),
    number('setAside', 'hide'),
    {
      key: 'state',
      header: t('state'),
      cell: (row) => <Status tone={row.done < row.count ? 'waiting' : 'plain'}>{state(row)}</Status>,
      text: state,
    },
    {
      key: 'broughtAt',
      header: t('broughtAt'),
      cell: (row) => format.dateTime(row.createdAt, 'short'),
      text: (row) => format.dateTime(row.createdAt, 'short'),
      sortBy: (row) => row.createdAt.getTime(),
      phone: 'hide',
    },
  ]
}
