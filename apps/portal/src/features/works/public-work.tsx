'use client'
import { useQuery } from '@tanstack/react-query'
import { Notice, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import type { Work } from './answers.ts'
import { Drafts } from './drafts.tsx'
import { Reviews } from './reviews.tsx'
import { SaleList } from './sales.tsx'
import { TaskList } from './tasks.tsx'
import { Tips, WorkFacts } from './work-facts.tsx'

/** Anyone: a work, its dated drafts with their proofs, and what it was given. */
export function PublicWork({ id, sharer }: { readonly id: string; readonly sharer?: string | undefined }) {
  const t = useTranslations('works')
  const { data, error } = useQuery(useTRPC().works.read.queryOptions({ workId: id }))
  return (
    <div className="space-y-6">
      <div>
        <p className="text-small text-ink-faint">{t('above')}</p>
        <h1 className="text-title font-strong tracking-tight break-words">{data?.title ?? t('work')}</h1>
      </div>
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-60" />}
      {data === null && <Notice title={t('unknown')}>{t('unknownNext')}</Notice>}
      {data && <Found work={data} sharer={sharer} />}
    </div>
  )
}

function Found({ work, sharer }: { readonly work: Work; readonly sharer: string | undefined }) {
  const t = useTranslations('works')
  const inside = `/works/${work.id}${sharer ? `?by=${sharer}` : ''}`
  return (
    <>
      <WorkFacts work={work} />
      <section className="space-y-3">
        <h2 className="text-lead font-strong">{t('drafts.title')}</h2>
        <Drafts work={work} />
      </section>
      {work.sales.length > 0 && (
        <section className="space-y-3">
          <h2 className="text-lead font-strong">{t('sales.title')}</h2>
          <SaleList work={work} />
        </section>
      )}
      {work.tasks.length > 0 && (
        <section className="space-y-3">
          <h2 className="text-lead font-strong">{t('tasks.title')}</h2>
          <TaskList work={work} isTold />
        </section>
      )}
      <section className="space-y-3">
        <h2 className="text-lead font-strong">{t('tips.title')}</h2>
        <Tips tips={work.tips} />
      </section>
      <section className="space-y-3">
        <h2 className="text-lead font-strong">{t('reviews.title')}</h2>
        <Reviews reviews={work.reviews} />
      </section>
      <p>
        <Link className="underline" href={inside}>
          {t('goInside')}
        </Link>
      </p>
    </>
  )
}
