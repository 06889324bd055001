'use client'
import { useFormatter, useTranslations } from 'next-intl'

const DAY_MS = 86_400_000

/** How far the chain is, and how many blocks a day has. */
export type Pace = { readonly height: number; readonly blocksPerDay: number }

/** Says about when the chain is at a height that somebody types; where it is now of what lies behind it or is no height. */
export function useHeightTime({ height, blocksPerDay }: Pace): (typed: string) => string {
  const t = useTranslations('explorer.heightTime')
  const format = useFormatter()
  return (typed) => {
    const blocks = /^\d{1,9}$/.test(typed.trim()) ? Number(typed) - height : 0
    const at = new Date(Date.now() + (blocks * DAY_MS) / blocksPerDay)
    if (blocks <= 0 || Number.isNaN(at.getTime())) return t('now', { height })
    return t('ahead', { height, at: format.dateTime(at, 'short') })
  }
}
