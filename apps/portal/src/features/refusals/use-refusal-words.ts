'use client'
import { formatUnits, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { refusalOf, type ScreenRefusal } from '../../trpc/refusal.ts'

export type RefusalWords = ScreenRefusal & { readonly title: string; readonly next: string | undefined }

/**
 * Facts that a sentence may use: only what can be written. Whole numbers without bound are grouped as the reader's, and as
 * `nameUnits` they are the amount that so many of the smallest units are.
 */
function wordsOf(
  facts: ScreenRefusal['facts'],
  locale: string,
  decimals: number,
): Record<string, string | number> {
  const entries = Object.entries(facts).flatMap(([name, value]) => {
    if (typeof value === 'bigint')
      return [
        [name, value.toLocaleString(locale)] as const,
        [`${name}Units`, formatUnits(value, decimals, locale)] as const,
      ]
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : []
  })
  return Object.fromEntries(entries)
}

/**
 * Turns whatever a call threw into the reader's sentences: `refusals.<code>.title` and `.next`. A code without
 * sentences of its own is shown by its name, with what to do anyway.
 */
export function useRefusalWords(): (error: unknown) => RefusalWords {
  const t = useTranslations('refusals')
  const locale = useLocale()
  const { decimals } = useUi()
  return (error) => {
    const refusal = refusalOf(error)
    const facts = wordsOf(refusal.facts, locale, decimals)
    const title = `${refusal.code}.title`
    const next = `${refusal.code}.next`
    return {
      ...refusal,
      title: t.has(title) ? t(title, facts) : t('other.title', { code: refusal.code }),
      next: t.has(next) ? t(next, facts) : t.has(title) ? undefined : t('other.next'),
    }
  }
}
