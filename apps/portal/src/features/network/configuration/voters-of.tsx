'use client'
import { Hash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ProposalView } from './use-configuration.ts'

/** Whose blocks voted, by the key that made them. */
export function VotersOf({ proposal }: { readonly proposal: ProposalView }) {
  const t = useTranslations('configuration')
  return (
    <details className="mt-2">
      <summary className="min-h-6 cursor-pointer text-small underline">{t('voters')}</summary>
      <ul className="mt-1 text-small">
        {proposal.voters.map(({ key, yes, blocks }) => (
          <li key={key} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-1">
            <Hash hash={key} />
            <span className="figures">{t('ofBlocks', { yes, blocks })}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
