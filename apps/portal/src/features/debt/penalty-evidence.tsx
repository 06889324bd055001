'use client'
import { Amount, Facts, Hash, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { AccountLink, TransactionLink } from '../explorer/links.tsx'
import type { Case } from './case.ts'

type Attempt = Case['evidence'][number]['attempts'][number]

/** What each penalty proves: a payment that the debtor signed while the debt was overdue, and that no block may hold. */
export function PenaltyEvidence({ data: { evidence } }: { readonly data: Case }) {
  const t = useTranslations('debt.evidence')
  if (evidence.length === 0) return null
  return (
    <Section id="evidence" title={t('title')} lead={t('lead')}>
      {evidence.map(({ txid, attempts }) => (
        <div key={txid} className="mb-4 space-y-3">
          <p className="flex flex-wrap gap-x-2">
            {t('penalty')} <TransactionLink txid={txid} />
          </p>
          {attempts.map((attempt) => (
            <AttemptFacts key={`${attempt.txid} ${attempt.input}`} attempt={attempt} />
          ))}
        </div>
      ))}
    </Section>
  )
}

function AttemptFacts({ attempt: { txid, input, frozen, pays } }: { readonly attempt: Attempt }) {
  const t = useTranslations('debt.evidence')
  const rows = pays.map(({ to, amount }) => ({
    label: t('wouldPay'),
    value: (
      <span className="inline-flex flex-wrap gap-x-2">
        <Amount amount={amount} element="value" /> {to && <AccountLink keyHash={to} />}
      </span>
    ),
  }))
  return (
    <Facts
      rows={[
        { label: t('attempt'), value: <Hash hash={txid} /> },
        { label: t('input'), value: input },
        { label: t('frozen'), value: <Amount amount={frozen} element="value" /> },
        ...rows,
      ]}
    />
  )
}
