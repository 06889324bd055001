'use client'
import { useTranslations } from 'next-intl'

/** Writes tenths of days from sale to payment; a dash while nothing is paid. */
export function useDelay(): (tenths: number | null) => string {
  const t = useTranslations('studio.statements')
  return (tenths) => (tenths === null ? '–' : t('delayDays', { days: tenths / 10 }))
}
