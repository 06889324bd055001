'use client'
import { plainUnits, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useCallback, useMemo } from 'react'
import { barsOption, Chart, type ChartTokens, lineOption, useWriting } from '../../charts/index.ts'
import type { Effect } from './effect-section.tsx'
import { useShortName } from './use-short-name.ts'

type EffectProps = { readonly effect: Effect }
const DAY = 86_400
/** So many producers have bars of their own; what others released is one. */
const NAMED = 4

/** How a stretch is named: its day, or the moment at which its epoch began. */
function useStretchName({ seconds }: Effect): (start: number) => string {
  const { dateTime } = useFormatter()
  return useMemo(() => {
    const day = { month: 'short', day: 'numeric' } as const
    const moment = { ...day, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const
    return (start: number) =>
      dateTime(new Date(start * 1_000), seconds >= DAY ? { ...day, timeZone: 'UTC' } : moment)
  }, [seconds, dateTime])
}

/** Bars of each stretch, one part for each producer. */
export function ReleasedChart({ effect }: EffectProps) {
  const t = useTranslations('network.effect')
  const { decimals } = useUi()
  const write = useWriting()
  const nameOf = useShortName()
  const nameOfStretch = useStretchName(effect)
  const { stretches, producers } = effect
  const parts = useMemo(() => partsOf(effect), [effect])
  const option = useCallback(
    (tokens: ChartTokens) =>
      barsOption(tokens, {
        names: stretches.map(({ start }) => nameOfStretch(start)),
        parts: parts.map(({ at, amounts }) => ({
          name: at === undefined ? t('others') : nameOf(producers[at]),
          amounts: amounts.map((amount) => Number(plainUnits(amount, decimals))),
        })),
        colour: tokens.credit,
        formatY: write.compact,
      }),
    [stretches, producers, parts, decimals, nameOf, nameOfStretch, t, write],
  )
  const head = [t('from'), t('released'), ...producers.map(nameOf)]
  const rows = stretches.map(({ start, released, by }) => [
    nameOfStretch(start),
    ...[released, ...by].map((amount) => plainUnits(amount, decimals)),
  ])
  return <Chart name="credit-released" label={t('releasedChart')} option={option} table={{ head, rows }} />
}

type Part = { readonly at: number | undefined; readonly amounts: readonly bigint[] }

/** The producers that released most, and all others together. */
function partsOf({ stretches, producers }: Effect): readonly Part[] {
  const amountsOf = (at: number) => stretches.map(({ by }) => by[at] ?? 0n)
  const named = producers.slice(0, NAMED).map((_, at) => ({ at, amounts: amountsOf(at) }))
  if (producers.length <= NAMED) return named
  const rest = (at: number) => stretches[at]?.by.slice(NAMED).reduce((all, one) => all + one, 0n) ?? 0n
  return [...named, { at: undefined, amounts: stretches.map((_, at) => rest(at)) }]
}

type Stretch = Effect['stretches'][number]
type Standing = {
  readonly key: 'circulating' | 'unused' | 'debt'
  readonly colour: 'value' | 'credit' | 'debt'
  readonly of: (stretch: Stretch) => bigint
}
export const circulating: readonly Standing[] = [
  { key: 'circulating', colour: 'value', of: (one) => one.circulating },
]
export const owed: readonly Standing[] = [
  { key: 'unused', colour: 'credit', of: (one) => one.unused },
  { key: 'debt', colour: 'debt', of: (one) => one.debt },
]

/** How the economy stood at the end of each stretch. What circulates has a scale of its own: a debt is not seen beside it. */
export function StandingChart({
  effect: { stretches },
  lines,
  name,
}: EffectProps & { readonly lines: readonly Standing[]; readonly name: 'circulating' | 'owed' }) {
  const t = useTranslations('network.effect')
  const { decimals } = useUi()
  const write = useWriting()
  const option = useCallback(
    (tokens: ChartTokens) =>
      lineOption(tokens, {
        lines: lines.map(({ key, colour, of }) => ({
          name: t(key),
          colour: tokens[colour],
          points: stretches.map((one) => [one.to, Number(plainUnits(of(one), decimals))] as const),
        })),
        ...{ formatX: write.height, formatY: write.compact },
      }),
    [stretches, lines, decimals, t, write],
  )
  const head = [t('height'), ...lines.map(({ key }) => t(key))]
  const rows = stretches.map((one) => [
    String(one.to),
    ...lines.map(({ of }) => plainUnits(of(one), decimals)),
  ])
  return <Chart name={`credit-${name}`} label={t(`${name}Chart`)} option={option} table={{ head, rows }} />
}
