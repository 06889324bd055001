'use client'
import { Amount, Facts, Hash, Section, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

type Behind = NonNullable<ApiAnswers['credit']['review']['collective']>

/** The collective that shall owe: what it has and owes, who decides in it, and how far its members' vote is. */
export function CollectiveBehind({ collective }: { readonly collective: Behind }) {
  const t = useTranslations('credit.review')
  const { name, ledgerId, held, owed, members, weight, threshold, vote } = collective
  const decides = { threshold: Number(threshold), weight: Number(weight) }
  return (
    <Section id="collective" title={t('collective')} lead={t('collectiveLead')}>
      <Facts
        rows={[
          { label: t('collectiveName'), value: name },
          { label: t('collectiveId'), value: <Hash hash={ledgerId} /> },
          { label: t('members'), value: members ?? '–' },
          { label: t('decides'), value: t('ofVotes', decides) },
          { label: t('holds'), value: <Amount amount={held} element="value" /> },
          { label: t('owes'), value: <Amount amount={owed} element="debt" /> },
          { label: t('vote'), value: vote ? <VoteState vote={vote} /> : t('noVote') },
        ]}
      />
    </Section>
  )
}

function VoteState({ vote: { stage, closesAt } }: { readonly vote: NonNullable<Behind['vote']> }) {
  const t = useTranslations('credit.review')
  const stages = useTranslations('collectives.vote.stages')
  const isOpen = stage === 'open'
  const word =
    stage === 'joined' || stage === 'in-block' || stage === 'final' ? (`credit-${stage}` as const) : stage
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <Status tone={isOpen ? 'waiting' : 'plain'}>{stages(word)}</Status>
      {isOpen && t('voteUntil', { height: closesAt })}
    </span>
  )
}
