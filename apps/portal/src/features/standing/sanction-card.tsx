'use client'
import { Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, useOwners } from '../explorer/index.ts'
import { SanctionEntries } from './sanction-entries.tsx'

type Found = ApiAnswers['credit']['review']['sanctions']

/** What the joint list has on who applies: a warning to whoever decides, and no refusal. */
export function SanctionCard({ sanctions: { found, owners } }: { readonly sanctions: Found }) {
  const t = useTranslations('standing.sanctions')
  const ownerOf = useOwners(owners)
  if (found.length === 0) return null
  const isListed = found.some(({ stage }) => stage !== null)
  return (
    <div className="mb-6">
      <Notice tone="waiting" title={t(isListed ? 'cardListed' : 'cardLeft')}>
        <p className="mb-2">{t('cardLead')}</p>
        {found.map(({ keyHash, entries }) => (
          <div key={keyHash} className="mt-2">
            <AccountLink keyHash={keyHash} owner={ownerOf(keyHash)} />
            <SanctionEntries entries={entries} />
          </div>
        ))}
      </Notice>
    </div>
  )
}
