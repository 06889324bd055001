'use client'
import { Notice, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useApprovedBy } from '../approvals/index.ts'
import { useRefusalWords } from '../refusals/index.ts'

type Automatic = ApiAnswers['credit']['review']['automatic']

/** Which model approved an application; or what each own model missed, so that a person decides. */
export function AutomaticSection({ automatic: { approved, judgements } }: { readonly automatic: Automatic }) {
  const t = useTranslations('credit.models')
  const sayApproved = useApprovedBy()
  const reasonOf = useReason()
  const missed = judgements.filter(({ reasons }) => reasons.length > 0)
  if (!approved && missed.length === 0) return null
  return (
    <Section title={t('title')}>
      {approved && <Notice title={sayApproved(approved)}>{t('approvedNext')}</Notice>}
      {!approved && <p className="mb-3 text-ink-soft">{t('personDecides')}</p>}
      <ul className="divide-y border-y empty:hidden" aria-label={t('missed')}>
        {missed.map(({ modelId, title, reasons }) => (
          <li key={modelId} className="py-3">
            <p className="font-strong">{title}</p>
            <ul className="list-disc pl-5">
              {reasons.map((reason) => (
                <li key={reason}>{reasonOf(reason)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Models have words of their own; the rules of every approval are told as their refusals are. */
function useReason() {
  const t = useTranslations('credit.models')
  const wordsOf = useRefusalWords()
  return (code: string) => {
    const key = `reasons.${code}`
    return t.has(key) ? t(key as 'reasons.model-amount') : wordsOf(new RefusedHere(code)).title
  }
}
