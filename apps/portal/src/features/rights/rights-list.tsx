'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { FormField, Skeleton, Table, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { LongList } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
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
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed.trim())
  const asked = { limit: PAGE, ...(batchId ? { batchId } : {}), ...(text ? { text } : {}) }
  const found = useInfiniteQuery(
    useTRPC().rights.list.infiniteQueryOptions(asked, {
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: (before) => before,
      // A list is put up anew when its batch has taken a step: what was read a moment ago is old then.
      refetchOnMount: 'always',
    }),
  )
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? []
  const columns = useRightColumns({ inBatch: batchId !== undefined, editable })
  return (
    <>
      <FormField label={t('search')} className="mb-3">
        <TextInput
          type="search"
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
        />
      </FormField>
      <RefusalView error={found.error} />
      {!found.data && !found.error && <Skeleton className="h-60" />}
      {found.data && (
        <LongList
          count={rows.length}
          total={found.data.pages[0]?.total ?? 0}
          hasMore={found.hasNextPage}
          isFetching={found.isFetching}
          fetchMore={found.fetchNextPage}
        >
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
        </LongList>
      )}
    </>
  )
}
