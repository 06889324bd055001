'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  Amount,
  EmptyState,
  formatShare,
  Section,
  Select,
  Skeleton,
  Stat,
  StatRow,
  shareOf,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/client.tsx'
import type { ApiAnswers } from '../../../trpc/types.ts'
import { RefusalView } from '../../refusals/index.ts'
import { usePolling } from '../../session/index.ts'
import { circulating, owed, ReleasedChart, StandingChart } from './effect-charts.tsx'
import { ReleasingProducers } from './releasing-producers.tsx'

export type Effect = ApiAnswers['network']['creditEffect']
export type Unit = 'epoch' | 'day'
const POLL_MS = 10_000
const isUnit = (text: string): text is Unit => text === 'epoch' || text === 'day'

/** What the policies of all nodes together let in, as the blocks tell it (003 §3.3.10): for who runs a node, and regulators. */
export function EffectSection() {
  const t = useTranslations('network.effect')
  const [unit, setUnit] = useState<Unit>('day')
  const refetchInterval = usePolling(POLL_MS)
  const question = useTRPC().network.creditEffect.queryOptions(
    { unit },
    { refetchInterval, placeholderData: keepPreviousData },
  )
  const { data, error } = useQuery(question)
  const options = [
    { value: 'day', label: t('byDay') },
    { value: 'epoch', label: t('byEpoch') },
  ]
  return (
    <Section
      id="effect"
      title={t('title')}
      lead={t('lead')}
      actions={
        <Select
          aria-label={t('unit')}
          className="h-8 w-44 text-small"
          value={unit}
          options={options}
          onChange={({ target }) => isUnit(target.value) && setUnit(target.value)}
        />
      }
    >
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-72" />}
      {data?.stretches.length === 0 && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      {data && data.stretches.length > 0 && (
        <div className="space-y-8">
          <Sums effect={data} />
          <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
            <div className="min-w-0 lg:col-span-2">
              <ReleasedChart effect={data} />
            </div>
            <StandingChart effect={data} lines={circulating} name="circulating" />
            <StandingChart effect={data} lines={owed} name="owed" />
          </div>
          <ReleasingProducers effect={data} />
        </div>
      )}
    </Section>
  )
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n)

function Sums({ effect: { producers, stretches } }: { readonly effect: Effect }) {
  const t = useTranslations('network.effect')
  const { number } = useFormatter()
  const { locale } = useUi()
  const giving = producers.filter(({ released }) => released > 0n)
  const released = sum(producers.map((one) => one.released))
  const [first, last] = [stretches[0], stretches.at(-1)]
  const blocks = last && first ? last.to - first.from + 1 : 0
  const grown = last && first ? shareOf(released, last.circulating) : null
  return (
    <StatRow>
      <Stat
        label={t('letIn')}
        value={<Amount amount={released} />}
        note={t('over', { blocks })}
        tone="credit"
      />
      <Stat label={t('perDay')} value={<Amount amount={sum(producers.map((one) => one.perDay))} />} />
      <Stat
        label={t('giving')}
        value={t('of', { some: number(giving.length), all: number(producers.length) })}
        note={t('givingNote')}
      />
      <Stat
        label={t('circulating')}
        value={<Amount amount={last?.circulating ?? 0n} />}
        note={grown === null ? undefined : t('share', { share: formatShare(grown, locale) })}
        tone="value"
      />
    </StatRow>
  )
}
