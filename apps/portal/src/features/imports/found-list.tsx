'use client'
import { FormField, Skeleton, TextInput } from '@vc/ui'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { RefusalView } from '../refusals/index.ts'
import { LongList } from './long-list.tsx'

/** What somebody types to search by, and the text to ask for, which may come a moment later. */
export function useSearch() {
  const [typed, setTyped] = useState('')
  return { typed, setTyped, text: useDeferredValue(typed.trim()) }
}

/** The part of an infinite query that a list shows. */
type Found<Row> = {
  readonly data: { readonly pages: readonly { rows: readonly Row[]; total: number | null }[] } | undefined
  readonly error: unknown
  readonly hasNextPage: boolean
  readonly isFetching: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

/** A list searched by the server: the field, what went wrong, and all rows that were found. */
export function FoundList<Row>({
  label,
  search,
  found,
  children,
}: {
  readonly label: string
  readonly search: ReturnType<typeof useSearch>
  readonly found: Found<Row>
  readonly children: (rows: readonly Row[]) => ReactNode
}) {
  const { data, error, hasNextPage, isFetching, fetchNextPage } = found
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <>
      <FormField label={label} className="mb-3">
        <TextInput
          type="search"
          value={search.typed}
          maxLength={200}
          onChange={(event) => search.setTyped(event.target.value)}
        />
      </FormField>
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-60" />}
      {data && (
        <LongList
          count={rows.length}
          total={data.pages[0]?.total ?? 0}
          hasMore={hasNextPage}
          isFetching={isFetching}
          fetchMore={fetchNextPage}
        >
          {children(rows)}
        </LongList>
      )}
    </>
  )
}
