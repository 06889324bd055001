'use client'
import { useQuery } from '@tanstack/react-query'
import { EmptyState, plainUnits, Skeleton, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useTRPC } from '../../../trpc/client.tsx'
import type { ApiAnswers } from '../../../trpc/types.ts'
import { Chart, type ChartTokens, lineOption, useWriting } from '../../charts/index.ts'
import { RefusalView } from '../../refusals/index.ts'
import type { Policy } from './use-replace-policy.ts'

const BLOCKS = 60_480
type Moment = ApiAnswers['network']['replayCreditPolicy'][number]

/** A policy over past blocks: what came in within a day, and what it would have allowed. */
export function PolicyReplay({ policy }: { readonly policy: Policy }) {
  const t = useTranslations('network.policy')
  const replay = useTRPC().network.replayCreditPolicy
  const { data, error } = useQuery(replay.queryOptions({ policy, blocks: BLOCKS }))
  if (error) return <RefusalView error={error} />
  if (!data) return <Skeleton className="h-72" />
  const [first] = data
  const last = data.at(-1)
  if (!first || !last) return <EmptyState title={t('noPast')}>{t('noPastNext')}</EmptyState>
  const shut = data.filter(({ most }) => most === 0n).length
  return (
    <div className="space-y-3" role="status">
      <h3 className="font-strong">{t('past', { blocks: last.height - first.height + 1 })}</h3>
      <p className="max-w-3xl text-ink-soft">
        {t('pastLead')} {t('shut', { count: shut, all: data.length })}
      </p>
      <ReplayChart moments={data} />
    </div>
  )
}

const came = ({ entered }: Moment) => (entered > 0n ? entered : 0n)
/** What a day could have held there: what had come in and what was still open. */
const allowed = (moment: Moment) => (moment.most === null ? null : came(moment) + moment.most)

function ReplayChart({ moments }: { readonly moments: readonly Moment[] }) {
  const t = useTranslations('network.policy')
  const { decimals } = useUi()
  const write = useWriting()
  const option = useCallback(
    (tokens: ChartTokens) => {
      const y = (amount: bigint | null) => (amount === null ? null : Number(plainUnits(amount, decimals)))
      const line = (of: (moment: Moment) => bigint | null) =>
        moments.map((moment) => [moment.height, y(of(moment))] as const)
      const lines = [
        { name: t('came'), colour: tokens.credit, points: line(came) },
        { name: t('allowed'), colour: tokens.ink, dashed: true, points: line(allowed) },
      ]
      return lineOption(tokens, { lines, formatX: write.height, formatY: write.compact })
    },
    [moments, decimals, t, write],
  )
  const head = [t('height'), t('came'), t('allowed'), t('boundHead')]
  const rows = moments.map((moment) => {
    const most = allowed(moment)
    return [
      String(moment.height),
      plainUnits(came(moment), decimals),
      most === null ? t('room') : plainUnits(most, decimals),
      moment.bound === null ? '' : t(`bound.${moment.bound}`),
    ]
  })
  return (
    <Chart name="credit-policy" label={t('chart')} option={option} table={{ head, rows }} className="h-64" />
  )
}
