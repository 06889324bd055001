'use client'
import { useQuery } from '@tanstack/react-query'
import { Hash, Skeleton, Stat, StatRow } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'

/** For anyone: the total of an account's score, and nothing of what it is made of. */
export function PublicScore({ subject }: { readonly subject: string }) {
  const t = useTranslations('standing.public')
  const { data, error } = useQuery(useTRPC().standing.public.queryOptions({ key: subject }, { retry: false }))
  return (
    <div className="space-y-6">
      <div>
        <h1 className="text-title font-strong tracking-tight">{t('title')}</h1>
        <p className="mt-1 text-ink-soft">{t('lead')}</p>
      </div>
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-20" />}
      {data && (
        <>
          <StatRow>
            <Stat
              label={t('score')}
              value={t('of', { score: data.score })}
              note={t('at', { height: data.height })}
            />
          </StatRow>
          <p className="text-small text-ink-soft">
            {t('key')} <Hash hash={data.debtKeyHash} />
          </p>
        </>
      )}
    </div>
  )
}
