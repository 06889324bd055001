'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { Value } from './use-configuration.ts'

/** Parameters and their values in the reader's words. A parameter that this release does not know keeps its own name. */
export function useParameterWords() {
  const t = useTranslations('parameters')
  const tc = useTranslations('configuration')
  const format = useFormatter()
  const word = (name: string, part: 'name' | 'means' | 'range') =>
    t.has(`${name}.${part}`) ? t(`${name}.${part}`) : ''
  return {
    name: (parameter: string) => word(parameter, 'name') || parameter,
    means: (parameter: string) => word(parameter, 'means'),
    range: (parameter: string) => word(parameter, 'range'),
    value: (value: Value | undefined): string => {
      if (value === null || value === undefined) return tc('none')
      if (typeof value === 'number') return format.number(value)
      if (typeof value === 'boolean') return tc(value ? 'on' : 'off')
      return typeof value === 'string' ? value : JSON.stringify(value)
    },
  }
}

/** A share of blocks: nobody votes with a hundredth of a percent. */
export function useShare() {
  const { number } = useFormatter()
  return useCallback(
    (share: number) => number(share, { style: 'percent', maximumFractionDigits: 1 }),
    [number],
  )
}

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

/** How long so many blocks take, in the unit that says it best. */
export function useBlockTime(blockInterval: number) {
  const t = useTranslations('configuration')
  return (blocks: number) => {
    const seconds = Math.max(0, blocks) * blockInterval
    if (seconds < 2 * MINUTE) return t('seconds', { n: seconds })
    if (seconds < 2 * HOUR) return t('minutes', { n: Math.round(seconds / MINUTE) })
    if (seconds < 2 * DAY) return t('hours', { n: Math.round(seconds / HOUR) })
    return t('days', { n: Math.round(seconds / DAY) })
  }
}
