'use client'
import { Button, Notice, Progress } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'

export type LongListProps = {
  readonly count: number
  /** How many there are at all, when it is known. */
  readonly total: number
  readonly hasMore: boolean
  readonly isFetching: boolean
  readonly fetchMore: () => Promise<unknown>
  readonly children: ReactNode
}
/** Rows up to which a list is fetched whole, so that its filters, order and export are about all of it. */
const WHOLE = 5_000

/** A list that fetches its pages one after the other; beyond 5,000 rows it says so and fetches when asked. */
export function LongList({ count, total, hasMore, isFetching, fetchMore, children }: LongListProps) {
  const t = useTranslations('imports')
  const format = useFormatter()
  const goesOn = hasMore && !isFetching && count < WHOLE
  useEffect(() => {
    if (goesOn) void fetchMore()
  }, [goesOn, fetchMore])
  return (
    <>
      {hasMore && count < WHOLE && (
        <div className="mb-3">
          <Progress label={t('fetching')} done={count} total={Math.min(total, WHOLE)} />
        </div>
      )}
      {children}
      {hasMore && count >= WHOLE && (
        <div className="mt-3 space-y-3">
          <Notice title={t('notAll', { count: format.number(count), total: format.number(total) })}>
            {t('notAllNext')}
          </Notice>
          <Button onClick={fetchMore}>{t('more')}</Button>
        </div>
      )}
    </>
  )
}
