'use client'
import { useLocale, useTranslations } from 'next-intl'

/** What a licence allows and how long, in words. */
export function useLicenceWords() {
  const t = useTranslations('works.licence')
  const rights = useTranslations('rights.uses')
  const chinese = useLocale() === 'zh-CN'
  return {
    uses: (uses: readonly Parameters<typeof rights>[0][]) =>
      uses.map((use) => rights(use)).join(chinese ? '、' : ', '),
    term: (days: number) => t('days', { days }),
  }
}
