'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, EmptyState, Notice, PageHeader, Section, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import type { Work } from './answers.ts'
import { DraftDialog } from './draft-dialog.tsx'
import { Drafts } from './drafts.tsx'
import { Funding } from './funding.tsx'
import { ReviewDialog, Reviews } from './reviews.tsx'
import { BuyLicence, EndSale, ResaleList, SaleList } from './sales.tsx'
import { SellDialog } from './sell-dialog.tsx'
import { ShareWork } from './share-work.tsx'
import { Tasks } from './tasks.tsx'
import { TipDialog } from './tip-dialog.tsx'
import { Tips, WorkFacts } from './work-facts.tsx'

const POLL_MS = 4_000

/** One work for members: its drafts, and all that one can do for its creator or, as its creator, with it. */
export function WorkScreen({ id, sharer }: { readonly id: string; readonly sharer?: string | undefined }) {
  const t = useTranslations('works')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().works.read.queryOptions({ workId: id }, { refetchInterval }))
  if (data === null) return <Notice title={t('unknown')}>{t('unknownNext')}</Notice>
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  return (
    <>
      <PageHeader
        above={<Link href="/works">{t('title')}</Link>}
        title={data.title}
        actions={<Actions work={data} />}
      />
      <WorkFacts work={data} />
      <Section id="drafts" title={t('drafts.title')} lead={t('drafts.lead')}>
        <Drafts work={data} />
      </Section>
      <Licences work={data} sharer={sharer} />
      <Funding work={data} />
      <Tasks work={data} />
      <Section id="tips" title={t('tips.title')}>
        <Tips tips={data.tips} />
      </Section>
      <Section id="reviews" title={t('reviews.title')}>
        <Reviews reviews={data.reviews} />
      </Section>
    </>
  )
}

/** The licences on sale, and the code of the one that was just bought. */
function Licences({ work, sharer }: { readonly work: Work; readonly sharer: string | undefined }) {
  const t = useTranslations('works.sales')
  const { may } = useSession()
  const [selling, setSelling] = useState(false)
  const [code, setCode] = useState<string>()
  const sell = work.isMyAccount && may('work.register') && (
    <Button onClick={() => setSelling(true)}>{t('sell')}</Button>
  )
  const buying = (sale: Work['sales'][number]) =>
    work.isMyAccount ? <EndSale sale={sale} /> : <BuyLicence sale={sale} sharer={sharer} onBought={setCode} />
  return (
    <Section id="licences" title={t('title')} lead={t('lead')} actions={sell}>
      <div className="space-y-5">
        {code && (
          <Notice title={t('bought', { code })}>
            <Link className="underline" href={`/verify?code=${code}`}>
              {t('boughtNext')}
            </Link>
          </Notice>
        )}
        {work.sales.length === 0 && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        <SaleList work={work} action={buying} />
        <ResaleList work={work} />
      </div>
      {selling && <SellDialog work={work} onClose={() => setSelling(false)} />}
    </Section>
  )
}

type Doing = 'draft' | 'tip' | 'review'

/** What one can do with a work: as its creator add drafts, as anybody else tip it and say what one thinks. */
function Actions({ work }: { readonly work: Work }) {
  const t = useTranslations('works')
  const { may } = useSession()
  const [doing, setDoing] = useState<Doing>()
  const close = () => setDoing(undefined)
  const mayReview = may('work.review') && !work.isMine && !work.reviews.some(({ isMine }) => isMine)
  return (
    <>
      <ShareWork work={work} />
      {mayReview && <Button onClick={() => setDoing('review')}>{t('reviews.write')}</Button>}
      {work.isMyAccount && may('work.register') && (
        <Button variant="primary" onClick={() => setDoing('draft')}>
          {t('drafts.add')}
        </Button>
      )}
      {!work.isMyAccount && may('work.pay') && (
        <Button variant="primary" onClick={() => setDoing('tip')}>
          {t('tip.open')}
        </Button>
      )}
      {doing === 'draft' && <DraftDialog workId={work.id} onClose={close} />}
      {doing === 'tip' && <TipDialog work={work} onClose={close} />}
      {doing === 'review' && <ReviewDialog work={work} onClose={close} />}
    </>
  )
}
