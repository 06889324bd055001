'use client'
import { useQuery } from '@tanstack/react-query'
import { EmptyState, PageHeader, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { AccountLink, BlockLink, RecordLink, TransactionLink } from './links.tsx'
import { SearchForm } from './search-form.tsx'

type Found = ApiAnswers['explorer']['search']['found'][number]

/** What a text is on the ledger. */
export function SearchScreen({ text }: { readonly text: string }) {
  const t = useTranslations('explorer')
  const query = useTRPC().explorer.search.queryOptions({ text: text || '0' }, { enabled: text !== '' })
  const { data, error } = useQuery(query)
  return (
    <>
      <PageHeader title={t('searchTitle')} />
      <SearchForm initial={text} />
      <div className="mt-6">
        <RefusalView error={error} />
        {text !== '' && !data && !error && <Skeleton />}
        {data?.found.length === 0 && (
          <EmptyState title={t('foundNothing')}>{t('foundNothingNext')}</EmptyState>
        )}
        {data && data.found.length > 0 && (
          <ul className="divide-y border-y">
            {data.found.map((found) => (
              <li
                key={JSON.stringify(found)}
                className="grid gap-x-4 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]"
              >
                <span className="text-ink-soft">{t(`found.${found.kind}`)}</span>
                <FoundLink found={found} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}

function FoundLink({ found }: { readonly found: Found }) {
  if (found.kind === 'block') return <BlockLink height={found.height} />
  if (found.kind === 'transaction') return <TransactionLink txid={found.txid} />
  if (found.kind === 'account') return <AccountLink keyHash={found.keyHash} />
  return <RecordLink table={found.table} recordKey={found.key} />
}
