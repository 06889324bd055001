'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type Column, EmptyState, Table } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { FoundList, useSearch } from '../imports/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { TransferDialog } from './transfer-dialog.tsx'

export type RangeRow = ApiAnswers['certificates']['list']['rows'][number]
const PAGE = 1000
const POLL_MS = 5_000

/** Certificates in force as ranges; a row opens the transfer. */
export function Certificates() {
  const t = useTranslations('energy')
  const { may } = useSession()
  const search = useSearch()
  const { text } = search
  const [chosen, setChosen] = useState<RangeRow>()
  const refetchInterval = usePolling(POLL_MS)
  const asked = { limit: PAGE, ...(text ? { text } : {}) }
  const found = useInfiniteQuery(
    useTRPC().certificates.list.infiniteQueryOptions(asked, {
      getNextPageParam: ({ next }) => next ?? undefined,
      refetchInterval,
      placeholderData: (before) => before,
    }),
  )
  const columns = useColumns()
  const empty = text ? (
    <p className="border-y py-6 text-center text-ink-soft">{t('noneFound')}</p>
  ) : (
    <EmptyState title={t('none.certificates')}>{t('none.certificatesNext')}</EmptyState>
  )
  return (
    <>
      <FoundList label={t('search')} search={search} found={found}>
        {(rows) => (
          <Table
            name="certificates"
            caption={t('certificates')}
            rows={rows}
            columns={columns}
            rowKey={(row) => row.holding}
            {...(may('certificate.transfer') ? { onOpen: setChosen } : {})}
            empty={empty}
          />
        )}
      </FoundList>
      {chosen && <TransferDialog range={chosen} onClose={() => setChosen(undefined)} />}
    </>
  )
}

function useColumns(): readonly Column<RangeRow>[] {
  const t = useTranslations('energy')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  const name = ({ holder }: RangeRow) => (chinese ? holder.nameZh : holder.name)
  const period = (row: RangeRow) => `${row.fromPeriod} – ${row.toPeriod}`
  return [
    {
      key: 'first',
      header: t('first'),
      cell: (row) => (
        <Link
          className="font-mono text-small whitespace-nowrap underline"
          href={`/verify?code=${row.firstCode}`}
        >
          {row.firstCode}
        </Link>
      ),
      text: (row) => row.firstCode,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'last',
      header: t('last'),
      cell: (row) => <span className="font-mono text-small whitespace-nowrap">{row.lastCode}</span>,
      text: (row) => row.lastCode,
      phone: 'hide',
    },
    {
      key: 'count',
      header: t('count'),
      cell: (row) => format.number(row.count),
      text: (row) => String(row.count),
      sortBy: (row) => row.count,
      align: 'right',
      phone: 'side',
      total: (all) => format.number(all.reduce((sum, { count }) => sum + count, 0n)),
    },
    { key: 'period', header: t('period'), cell: period, text: period },
    { key: 'holder', header: t('holder'), cell: name, text: name, filter: 'choice' },
  ]
}
