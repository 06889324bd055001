'use client'
import { EmptyState, FormField, PagedTable, Select, Skeleton } from '@vc/ui'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { ApplicationDrawer } from './application-drawer.tsx'
import type { Application } from './stages.ts'
import { useApplicationColumns } from './use-application-columns.tsx'
import { PAGE_SIZE, useApplications } from './use-applications.ts'
import { useFiles } from './use-files.ts'

/** Applications, the newest first; an authority opens the review, everyone else the detail beside the list. */
export function Applications() {
  const t = useTranslations('credit')
  const { may } = useSession()
  const router = useRouter()
  const importId = useSearchParams().get('import') ?? undefined
  const { view, found, fetchAll } = useApplications(importId)
  const columns = useApplicationColumns(found.data?.sum ?? 0n)
  const [openId, setOpenId] = useState<string>()
  const of = importId ? `?import=${importId}` : ''
  const open = (row: Application) =>
    may('credit.review') ? router.push(`/credit/${row.id}${of}`) : setOpenId(row.id)
  if (!found.data) return found.error ? <RefusalView error={found.error} /> : <Skeleton className="h-60" />
  return (
    <>
      <FileFilter importId={importId} />
      <PagedTable
        name="credit-applications"
        caption={t('tabs.applications')}
        rows={found.data.rows}
        total={found.data.total}
        pageSize={PAGE_SIZE}
        view={view}
        fetchAll={fetchAll}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={open}
        openKey={openId}
        empty={
          <EmptyState title={t('none.title')}>
            {t(may('credit.apply') ? 'none.apply' : 'none.review')}
          </EmptyState>
        }
      />
      <ApplicationDrawer id={openId} onClose={() => setOpenId(undefined)} />
    </>
  )
}

/** Narrows the list to the applications of one file; its place is the address, so that it can be passed on. */
function FileFilter({ importId }: { readonly importId: string | undefined }) {
  const t = useTranslations('credit.files')
  const router = useRouter()
  const files = useFiles().data ?? []
  if (files.length === 0) return null
  const options = files.map(({ id, fileName, count }) => ({
    value: id,
    label: t('option', { file: fileName, count }),
  }))
  return (
    <FormField label={t('filter')} className="mb-3 max-w-sm">
      <Select
        value={importId ?? ''}
        options={[{ value: '', label: t('all') }, ...options]}
        onChange={({ target }) => router.replace(target.value ? `/credit?import=${target.value}` : '/credit')}
      />
    </FormField>
  )
}
