'use client'
import { useTranslations } from 'next-intl'
import { useRefusalWords } from './use-refusal-words.ts'

/**
 * What stands beside a field of a form that was refused: the refusal itself where it names this `field`, and that it is empty where
 * it is one of the `fields` that were left out.
 */
export function useFieldErrors(error: unknown): (field: string) => string | undefined {
  const words = useRefusalWords()
  const t = useTranslations('refusals')
  return (field) => {
    if (error === null || error === undefined) return undefined
    const { facts, title } = words(error)
    if (facts.field === field) return title
    return Array.isArray(facts.fields) && facts.fields.includes(field) ? t('field-empty.title') : undefined
  }
}
