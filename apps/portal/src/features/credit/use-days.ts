'use client'
import { useTranslations } from 'next-intl'

/** Says a number of blocks with the days that they take on this network. */
export function useDays(blocksPerDay: number) {
  const t = useTranslations('credit')
  return (blocks: number) => {
    const days = Math.round((blocks / blocksPerDay) * 10) / 10
    return t('blocksAsDays', { blocks, days })
  }
}
