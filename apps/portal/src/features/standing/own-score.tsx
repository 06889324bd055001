'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, buttonLook, EmptyState, Hash, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { AppealDialog } from './appeal-dialog.tsx'
import { Facets } from './facets.tsx'
import { Score } from './score.tsx'
import { ScoreHistory } from './score-history.tsx'

export type OwnScore = ApiAnswers['standing']['mine'][number]
const POLL_MS = 15_000

/** The own accounts with their scores, how these came to be, and the way to appeal. */
export function OwnScores() {
  const t = useTranslations('standing.score')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().standing.mine.queryOptions(undefined, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  if (data.length === 0) return <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>
  return data.map((one) => <OwnAccount key={one.accountId} own={one} />)
}

function OwnAccount({ own }: { readonly own: OwnScore }) {
  const t = useTranslations('standing.score')
  const [isAppealing, setAppealing] = useState(false)
  const { accountId, standing, history, statements, file, outside } = own
  return (
    <div className="mb-10">
      <p className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="text-ink-soft">{t('account')}</span> <Hash hash={accountId} />
        <Link href={`/score/${accountId}`} className={buttonLook({ size: 'small' })}>
          {t('publicPage')}
        </Link>
        <Button size="small" onClick={() => setAppealing(true)}>
          {t('appeal')}
        </Button>
      </p>
      <Score standing={standing} subject={accountId} {...(statements.length > 0 && { file })} />
      <ScoreHistory history={history} name={accountId} />
      <Facets outside={outside} />
      {isAppealing && <AppealDialog own={own} onClose={() => setAppealing(false)} />}
    </div>
  )
}
