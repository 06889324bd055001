'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { FoundList, useSearch } from '../imports/index.ts'
import { useRightColumns } from './right-columns.tsx'

const PAGE = 1000

/** Rights one by one: searched by the server, then filtered, ordered and exported as a table of all that was found. */
export function RightsList({
  batchId,
  editable = false,
}: {
  readonly batchId?: string
  readonly editable?: boolean
}) {
  const t = useTranslations('rights')
  const search = useSearch()
  const { text } = search
  const asked = { limit: PAGE, ...(batchId ? { batchId } : {}), ...(text ? { text } : {}) }
  const found = useInfiniteQuery(
    useTRPC().rights.list.infiniteQueryOptions(asked, {
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: (before) => before,
      // A list is put up anew when its batch has taken a step: what was read a moment ago is old then.
      refetchOnMount: 'always',
    }),
  )
  const columns = useRightColumns({ inBatch: batchId !== undefined, editable })
  return (
    <FoundList label={t('search')} search={search} found={found}>
      {(rows) => (
        <Table
          name={batchId ? 'batch-rights' : 'rights'}
          caption={t('all')}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          empty={
            <p className="border-y py-6 text-center text-ink-soft">{t(text ? 'noneFound' : 'noRights')}</p>
          }
        />
      )}
    </FoundList>
  )
}
