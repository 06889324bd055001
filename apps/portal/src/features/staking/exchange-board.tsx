'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, EmptyState, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import type { Offer, Standing } from './answers.ts'
import { OfferTable } from './offer-table.tsx'
import { PostDialog } from './post-dialog.tsx'
import { TakeDialog } from './take-dialog.tsx'

const POLL_MS = 4_000

/** The board of debt exchanges: the way in which locked value buys back what circulates (ledger.md 6). */
export function ExchangeBoard({ standing }: { readonly standing: Standing | undefined }) {
  const t = useTranslations('staking.board')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().staking.offers.queryOptions(undefined, { refetchInterval }))
  const [posting, setPosting] = useState(false)
  const [taking, setTaking] = useState<Offer>()
  const post = may('exchange.trade') && (
    <Button variant="primary" onClick={() => setPosting(true)}>
      {t('post')}
    </Button>
  )
  return (
    <Section id="board" title={t('title')} lead={t('lead')} actions={post}>
      <RefusalView error={error} />
      {(data || !error) && (
        <OfferTable
          rows={data?.offers}
          onTake={setTaking}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {posting && standing && data && (
        <PostDialog standing={standing} board={data} onClose={() => setPosting(false)} />
      )}
      {taking && <TakeDialog offer={taking} onClose={() => setTaking(undefined)} />}
    </Section>
  )
}
