'use client'
import { plainUnits, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useCallback, useMemo } from 'react'
import { Chart, type ChartTokens, lineOption } from '../charts/index.ts'
import type { Economy } from './economy-section.tsx'

type Series = Economy['series']

/** The four figures over time: amounts in one chart, ratios in the other. */
export function EconomyCharts({ series }: { readonly series: Series }) {
  return (
    <div className="mt-6 grid gap-8 xl:grid-cols-2">
      <AmountsChart series={series} />
      <RatiosChart series={series} />
    </div>
  )
}

function useWriting() {
  const format = useFormatter()
  return useMemo(
    () => ({
      height: (x: number) => format.number(x),
      compact: (y: number) => format.number(y, { notation: 'compact', maximumFractionDigits: 1 }),
      percent: (y: number) => format.number(y, { style: 'percent', maximumFractionDigits: 1 }),
    }),
    [format],
  )
}

function AmountsChart({ series }: { readonly series: Series }) {
  const t = useTranslations('overview.economy')
  const { decimals } = useUi()
  const write = useWriting()
  const option = useCallback(
    (tokens: ChartTokens) => {
      const line = (name: string, colour: string, pick: (one: Series[number]) => bigint) => ({
        name,
        colour,
        points: series.map((one) => [one.height, Number(plainUnits(pick(one), decimals))] as const),
      })
      const lines = [
        line(t('circulating'), tokens.value, (one) => one.circulatingValue),
        line(t('debt'), tokens.debt, (one) => one.debt),
        line(t('reserve'), tokens.credit, (one) => one.creditReserve),
      ]
      return lineOption(tokens, { lines, formatX: write.height, formatY: write.compact })
    },
    [series, decimals, t, write],
  )
  const rows = series.map((one) => [
    String(one.height),
    plainUnits(one.circulatingValue, decimals),
    plainUnits(one.debt, decimals),
    plainUnits(one.creditReserve, decimals),
  ])
  return (
    <Chart
      name="economy-amounts"
      label={t('amountsChart')}
      option={option}
      table={{ head: [t('height'), t('circulating'), t('debt'), t('reserve')], rows }}
    />
  )
}

function RatiosChart({ series }: { readonly series: Series }) {
  const t = useTranslations('overview.economy')
  const write = useWriting()
  const option = useCallback(
    (tokens: ChartTokens) => {
      const share = (parts: number | null) => (parts === null ? null : parts / 10_000)
      const lines = [
        {
          name: t('debtRatio'),
          colour: tokens.debt,
          points: series.map((one) => [one.height, share(one.debtRatio)] as const),
        },
        {
          name: t('badDebtRatio'),
          colour: tokens.refused,
          dashed: true,
          points: series.map((one) => [one.height, share(one.badDebtRatio)] as const),
        },
        {
          name: t('reserveRatio'),
          colour: tokens.credit,
          points: series.map((one) => [one.height, share(one.creditReserveRatio)] as const),
        },
      ]
      return lineOption(tokens, { lines, formatX: write.height, formatY: write.percent })
    },
    [series, t, write],
  )
  const text = (parts: number | null) => (parts === null ? '' : (parts / 10_000).toFixed(4))
  const rows = series.map((one) => [
    String(one.height),
    text(one.debtRatio),
    text(one.badDebtRatio),
    text(one.creditReserveRatio),
  ])
  return (
    <Chart
      name="economy-ratios"
      label={t('ratiosChart')}
      option={option}
      table={{ head: [t('height'), t('debtRatio'), t('badDebtRatio'), t('reserveRatio')], rows }}
    />
  )
}
