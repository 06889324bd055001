'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  EmptyState,
  Hash,
  PageHeader,
  plainUnits,
  Skeleton,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { Finality, wordOf } from './finality.tsx'
import { BlockLink } from './links.tsx'
import { SearchForm } from './search-form.tsx'

type Page = ApiAnswers['explorer']['blocks']
type Block = Page['blocks'][number]
const PAGE = 50

/** The newest blocks, or those below a height. */
export function BlocksScreen() {
  const t = useTranslations('explorer')
  const router = useRouter()
  const [below, setBelow] = useState<number>()
  const query = useTRPC().explorer.blocks.queryOptions(
    { count: PAGE, ...(below === undefined ? {} : { below }) },
    { refetchInterval: below === undefined ? 5_000 : false },
  )
  const { data, error } = useQuery(query)
  const columns = useColumns(data)
  const last = data?.blocks.at(-1)?.height ?? 0
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <SearchForm />
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="mt-6 h-60" />}
      {data && (
        <div className="mt-6">
          <Table
            name="blocks"
            caption={t('blocks')}
            rows={data.blocks}
            columns={columns}
            rowKey={(row) => String(row.height)}
            onOpen={(row) => router.push(`/explorer/block/${row.height}`)}
            empty={<EmptyState title={t('noBlocks')}>{t('noBlocksNext')}</EmptyState>}
            pageSize={PAGE}
            actions={
              <>
                {below !== undefined && <Button onClick={() => setBelow(undefined)}>{t('newest')}</Button>}
                {last > 0 && <Button onClick={() => setBelow(last)}>{t('older')}</Button>}
              </>
            }
          />
        </div>
      )}
    </>
  )
}

function useColumns(page: Page | undefined): readonly Column<Block>[] {
  const t = useTranslations('explorer')
  const format = useFormatter()
  const { decimals } = useUi()
  const time = (row: Block) => format.dateTime(new Date(row.time * 1000), 'exact')
  const state = (row: Block) => ({
    final: row.height <= (page?.finalHeight ?? -1),
    justified: row.height <= (page?.justifiedHeight ?? -1),
  })
  return [
    {
      key: 'height',
      header: t('height'),
      cell: (row) => <BlockLink height={row.height} />,
      text: (row) => String(row.height),
      sortBy: (row) => row.height,
      phone: 'main',
    },
    { key: 'time', header: t('time'), cell: time, text: time, sortBy: (row) => row.time },
    {
      key: 'state',
      header: t('state'),
      cell: (row) => <Finality {...state(row)} />,
      text: (row) => t(wordOf(state(row))),
      phone: 'side',
    },
    {
      key: 'transactions',
      header: t('transactions'),
      cell: (row) => format.number(row.transactions),
      text: (row) => String(row.transactions),
      sortBy: (row) => row.transactions,
      align: 'right',
    },
    {
      key: 'size',
      header: t('size'),
      cell: (row) => t('bytes', { count: row.size }),
      text: (row) => String(row.size),
      sortBy: (row) => row.size,
      align: 'right',
    },
    {
      key: 'fees',
      header: t('fees'),
      cell: (row) => <Amount amount={row.fees} />,
      text: (row) => plainUnits(row.fees, decimals),
      sortBy: (row) => row.fees,
      align: 'right',
    },
    {
      key: 'producer',
      header: t('producer'),
      cell: (row) => <Hash hash={row.producerKey} />,
      text: (row) => row.producerKey,
      filter: 'text',
    },
  ]
}
