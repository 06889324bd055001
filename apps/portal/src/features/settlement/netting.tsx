'use client'
import { Amount, plainUnits, Section, Stat, StatRow, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { Chart, type ChartTokens } from '../charts/index.ts'
import type { BatchAnswer } from './batch-screen.tsx'

/** What would have to move gross, after netting each pair and after netting all; and what that saves. */
export function Netting({ data: { batch } }: { readonly data: BatchAnswer }) {
  const t = useTranslations('settlement')
  const format = useFormatter()
  const { decimals } = useUi()
  const { gross, bilateral, multilateral } = batch
  const saved = gross - multilateral
  const share = gross === 0n ? 0 : Number((saved * 10_000n) / gross) / 10_000
  const bars = [
    [t('gross'), gross],
    [t('bilateral'), bilateral],
    [t('multilateral'), multilateral],
  ] as const
  const names = bars.map(([name]) => name).join('\n')
  const values = bars.map(([, amount]) => plainUnits(amount, decimals)).join('\n')
  const option = useCallback(
    (tokens: ChartTokens) =>
      barOption(tokens, names.split('\n'), values.split('\n').map(Number), (y) =>
        format.number(y, { notation: 'compact', maximumFractionDigits: 1 }),
      ),
    [names, values, format],
  )
  return (
    <Section title={t('netting')} lead={t('nettingLead', { pairs: batch.pairs })}>
      <StatRow>
        <Stat label={t('gross')} value={<Amount amount={gross} />} />
        <Stat label={t('bilateral')} value={<Amount amount={bilateral} />} />
        <Stat label={t('multilateral')} value={<Amount amount={multilateral} />} tone="value" />
        <Stat
          label={t('saved')}
          value={<Amount amount={saved} />}
          note={format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
        />
      </StatRow>
      <div className="mt-6">
        <Chart
          name="settlement-netting"
          label={t('nettingChart')}
          className="h-44"
          option={option}
          table={{
            head: [t('measure'), t('amount')],
            rows: bars.map(([name, amount]) => [name, plainUnits(amount, decimals)]),
          }}
        />
      </div>
    </Section>
  )
}

function barOption(
  tokens: ChartTokens,
  names: readonly string[],
  values: readonly number[],
  write: (y: number) => string,
) {
  return {
    animationDuration: 160,
    textStyle: { fontFamily: tokens.font, color: tokens.inkSoft, fontSize: 12 },
    grid: { left: 8, right: 64, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value' as const, min: 0, show: false },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: [...names],
      axisLabel: { color: tokens.ink },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: tokens.lineStrong } },
    },
    series: [
      {
        type: 'bar' as const,
        barWidth: 18,
        label: {
          show: true,
          position: 'right' as const,
          color: tokens.ink,
          formatter: ({ value }: { value?: unknown }) => write(Number(value)),
        },
        data: values.map((value, at) => ({
          value,
          itemStyle: { color: at === values.length - 1 ? tokens.value : tokens.inkFaint },
        })),
      },
    ],
  }
}
