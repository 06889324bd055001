'use client'
import { Notice, plainUnits, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'
import { Chart, type ChartTokens, lineOption, useWriting } from '../charts/index.ts'

type Result = NonNullable<ApiAnswers['overview']['regulation']>
type Day = Result['days'][number]

/** Whether circulation followed each step within the lag, and the run as a chart. */
export function RegulationResult({ result }: { readonly result: Result }) {
  const t = useTranslations('circulation.regulation')
  const bounds = useTranslations('network.policy.bound')
  const held = new Set(result.days.flatMap(({ bound }) => (bound === null ? [] : [bound])))
  return (
    <div className="space-y-4" role="status">
      {result.answers.map((answer) => (
        <Notice
          key={answer.day}
          tone={answer.follows ? 'plain' : 'waiting'}
          title={t(answer.follows ? 'follows' : 'lags', {
            percent: answer.parts / 100,
            day: answer.day,
            lag: result.lagDays,
          })}
        >
          {answer.after === null ? t('never') : t('after', { days: answer.after })}
        </Notice>
      ))}
      {held.size > 0 && (
        <p className="text-ink-soft">
          {t('held', { bounds: [...held].map((bound) => bounds(bound)).join(', ') })}
        </p>
      )}
      <RunChart days={result.days} />
      <DebtChart days={result.days} />
    </div>
  )
}

type Part = { readonly key: 'demand' | 'circulating' | 'debt' | 'locked'; readonly dashed?: boolean }

function RunChart({ days }: { readonly days: readonly Day[] }) {
  return <DaysChart days={days} name="circulation" parts={circulation} />
}
function DebtChart({ days }: { readonly days: readonly Day[] }) {
  return <DaysChart days={days} name="debt" parts={regulators} />
}
const circulation: readonly Part[] = [{ key: 'circulating' }, { key: 'demand', dashed: true }]
const regulators: readonly Part[] = [{ key: 'debt' }, { key: 'locked', dashed: true }]
const colourOf = (tokens: ChartTokens, key: Part['key']) =>
  ({ demand: tokens.ink, circulating: tokens.value, debt: tokens.debt, locked: tokens.inkSoft })[key]

function DaysChart({
  days,
  name,
  parts,
}: {
  readonly days: readonly Day[]
  readonly name: 'circulation' | 'debt'
  readonly parts: readonly Part[]
}) {
  const t = useTranslations('circulation.regulation')
  const { decimals } = useUi()
  const write = useWriting()
  const option = useCallback(
    (tokens: ChartTokens) =>
      lineOption(tokens, {
        lines: parts.map(({ key, dashed = false }) => ({
          ...{ name: t(`line.${key}`), colour: colourOf(tokens, key), dashed },
          points: days.map((one) => [one.day, Number(plainUnits(one[key], decimals))] as const),
        })),
        ...{ formatX: write.height, formatY: write.compact },
      }),
    [days, parts, decimals, t, write],
  )
  const head = [t('day'), ...parts.map(({ key }) => t(`line.${key}`))]
  const rows = days.map((one) => [String(one.day), ...parts.map(({ key }) => plainUnits(one[key], decimals))])
  return (
    <Chart
      name={`regulation-${name}`}
      label={t(`chart.${name}`)}
      option={option}
      table={{ head, rows }}
      className="h-64"
    />
  )
}
