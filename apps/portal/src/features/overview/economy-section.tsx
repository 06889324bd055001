'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Amount, EmptyState, formatShare, Section, Skeleton, Stat, shareOf, Tag, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockRange } from '../charts/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { EconomyCharts } from './economy-charts.tsx'

export type Economy = NonNullable<ApiAnswers['overview']['economy']>
const POLL_MS = 6_000
const POINTS = 160

/** Circulating value, debt ratio, bad-debt ratio and credit reserve, now and over time. */
export function EconomySection() {
  const t = useTranslations('overview.economy')
  const format = useFormatter()
  const [blocks, setBlocks] = useState<number>()
  const refetchInterval = usePolling(POLL_MS)
  const question = blocks === undefined ? { points: POINTS } : { points: POINTS, blocks }
  const { data, error } = useQuery(
    useTRPC().overview.economy.queryOptions(question, { refetchInterval, placeholderData: keepPreviousData }),
  )
  return (
    <Section
      id="economy"
      title={t('title')}
      actions={
        <BlockRange
          blocks={blocks}
          onBlocks={setBlocks}
          label={t('range')}
          all={t('all')}
          last={(count) => t('last', { count })}
        />
      }
    >
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-64" />}
      {data === null && <EmptyState title={t('none')}>{t('noneLead')}</EmptyState>}
      {data && (
        <>
          <p className="mb-3 flex flex-wrap items-center gap-2 text-small text-ink-soft">
            {t('at', { height: format.number(data.now.height) })}
            <Tag tone="quiet">
              {data.now.height <= data.now.finalHeight
                ? t('final')
                : t('open', { height: format.number(data.now.finalHeight) })}
            </Tag>
            {data.now.catchingUp && (
              <Tag tone="waiting">{t('catchingUp', { height: format.number(data.now.headHeight) })}</Tag>
            )}
          </p>
          <Figures now={data.now} />
          <Ceiling now={data.now} />
          <EconomyCharts series={data.series} />
        </>
      )}
    </Section>
  )
}

function Figures({ now }: { readonly now: Economy['now'] }) {
  const t = useTranslations('overview.economy')
  const { locale } = useUi()
  const share = (part: bigint, whole: bigint) => formatShare(shareOf(part, whole), locale)
  return (
    <dl className="grid grid-cols-1 gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-[max-content_1fr_1fr_1fr]">
      <Stat
        label={t('circulating')}
        tone="value"
        value={<Amount amount={now.circulatingValue} element="value" unit="" />}
        note={
          <>
            {t('locked')} <Amount amount={now.lockedValue} />
          </>
        }
      />
      <Stat
        label={t('debtRatio')}
        tone="debt"
        value={share(now.debt, now.circulatingValue)}
        note={
          <>
            {t('debt')} <Amount amount={now.debt} element="debt" unit="" />
          </>
        }
      />
      <Stat
        label={t('badDebtRatio')}
        tone={now.badDebt > 0n ? 'refused' : undefined}
        value={share(now.badDebt, now.debt)}
        note={
          <>
            {t('badDebt')} <Amount amount={now.badDebt} /> · {t('overdue')}{' '}
            <Amount amount={now.overdueDebt} />
          </>
        }
      />
      <Stat
        label={t('reserve')}
        tone="credit"
        value={<Amount amount={now.creditReserve} element="credit" unit="" />}
        note={t('reserveShare', { share: share(now.creditReserve, now.circulatingValue) })}
      />
    </dl>
  )
}

/** The most value there can be, of what it is, and how anybody computes the ratios without the portal. */
function Ceiling({ now }: { readonly now: Economy['now'] }) {
  const t = useTranslations('overview.economy')
  const circulation = useTranslations('circulation')
  return (
    <div className="mt-5 space-y-1 text-small text-ink-soft">
      <p>
        {t('ceiling')} <Amount amount={now.ceiling} /> = {t('baseValue')} <Amount amount={now.baseValue} /> +{' '}
        {t('grantedCredit')} <Amount amount={now.grantedCredit} />
      </p>
      <p>
        <Link href="/overview/circulation" className="underline underline-offset-2">
          {circulation('link')}
        </Link>
      </p>
      <p>
        {t('recompute')} <code className="break-all">{`npx vc ratios --at ${now.height}`}</code>
      </p>
    </div>
  )
}
