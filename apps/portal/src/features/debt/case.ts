import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Case = ApiAnswers['credit']['case']
export type CaseEvent = Case['story']['events'][number]
export type CaseLot = Case['story']['lots'][number]

export const toneOfLot: Readonly<Record<CaseLot['standing'], StateTone>> = {
  current: 'plain',
  'due-soon': 'waiting',
  overdue: 'refused',
  bad: 'refused',
  settled: 'quiet',
}

/** How a lot stands; one that no height opens as what its creditor keeps makes of it (docs/adr/0051). */
export const standsAs = ({ kept, standing }: CaseLot) => kept?.standing ?? standing
