'use client'
import { plainUnits, shareOf, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { Chart, type ChartTokens, lineOption, useWriting } from '../charts/index.ts'
import type { Economy } from './economy-section.tsx'

type Series = Economy['series']
type Point = Series[number]

/** Value, debt, credit and the ratios over time, each in its own scale: a debt is not seen beside a treasury. */
export function EconomyCharts({ series }: { readonly series: Series }) {
  return (
    <div className="mt-6 grid gap-x-8 gap-y-6 lg:grid-cols-2">
      <ElementChart series={series} name="value" colour="value" lines={circulating} />
      <ElementChart series={series} name="debt" colour="debt" lines={owed} />
      <ElementChart series={series} name="reserve" colour="credit" lines={unused} />
      <RatiosChart series={series} />
    </div>
  )
}

type Part = { readonly key: string; readonly pick: (point: Point) => bigint; readonly isLate?: boolean }
const circulating: readonly Part[] = [{ key: 'circulating', pick: (one) => one.circulatingValue }]
const owed: readonly Part[] = [
  { key: 'debt', pick: (one) => one.debt },
  { key: 'late', pick: (one) => one.overdueDebt + one.badDebt, isLate: true },
]
const unused: readonly Part[] = [{ key: 'reserve', pick: (one) => one.creditReserve }]

type ElementProps = {
  readonly series: Series
  readonly name: 'value' | 'debt' | 'reserve'
  readonly colour: 'value' | 'debt' | 'credit'
  readonly lines: readonly Part[]
}

function ElementChart({ series, name, colour, lines }: ElementProps) {
  const t = useTranslations('overview.economy')
  const { decimals } = useUi()
  const write = useWriting()
  const option = useCallback(
    (tokens: ChartTokens) =>
      lineOption(tokens, {
        lines: lines.map(({ key, pick, isLate = false }) => ({
          name: t(key),
          colour: isLate ? tokens.refused : tokens[colour],
          dashed: isLate,
          points: series.map((one) => [one.height, Number(plainUnits(pick(one), decimals))] as const),
        })),
        formatX: write.height,
        formatY: write.compact,
      }),
    [series, lines, colour, decimals, t, write],
  )
  const head = [t('height'), ...lines.map(({ key }) => t(key))]
  const rows = series.map((one) => [
    String(one.height),
    ...lines.map(({ pick }) => plainUnits(pick(one), decimals)),
  ])
  return (
    <Chart
      name={`economy-${name}`}
      label={t(`charts.${name}`)}
      option={option}
      table={{ head, rows }}
      className="h-52"
    />
  )
}

type Ratio = {
  readonly key: 'debtRatio' | 'badDebtRatio' | 'reserveRatio'
  readonly colour: 'debt' | 'refused' | 'credit'
  readonly of: (point: Point) => number | null
}
const ratios: readonly Ratio[] = [
  { key: 'debtRatio', colour: 'debt', of: (one) => shareOf(one.debt, one.circulatingValue) },
  { key: 'badDebtRatio', colour: 'refused', of: (one) => shareOf(one.badDebt, one.debt) },
  { key: 'reserveRatio', colour: 'credit', of: (one) => shareOf(one.creditReserve, one.circulatingValue) },
]

function RatiosChart({ series }: { readonly series: Series }) {
  const t = useTranslations('overview.economy')
  const write = useWriting()
  const option = useCallback(
    (tokens: ChartTokens) =>
      lineOption(tokens, {
        lines: ratios.map(({ key, colour, of }) => ({
          ...{ name: t(key), colour: tokens[colour], dashed: colour === 'refused' },
          points: series.map((one) => [one.height, of(one)] as const),
        })),
        ...{ formatX: write.height, formatY: write.percent },
      }),
    [series, t, write],
  )
  const rows = series.map((one) => [String(one.height), ...ratios.map(({ of }) => String(of(one) ?? ''))])
  const head = [t('height'), ...ratios.map(({ key }) => t(key))]
  return (
    <Chart
      name="economy-ratios"
      label={t('charts.ratios')}
      option={option}
      table={{ head, rows }}
      className="h-52"
    />
  )
}
