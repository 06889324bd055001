'use client'
import { useTranslations } from 'next-intl'
import type { Vote } from './stages.ts'

/** What a vote is called: what it is for, and where that is the credit that it is about, what becomes of its debt. */
export function useVoteTitle() {
  const t = useTranslations('collectives.vote.titles')
  return ({ kind, purpose }: Pick<Vote, 'kind' | 'purpose'>) =>
    kind === 'restructuring' || kind === 'transfer' ? t(kind, { purpose }) : purpose
}
