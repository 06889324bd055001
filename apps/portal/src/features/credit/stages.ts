import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Application = ApiAnswers['credit']['list']['rows'][number]
export type Stage = Application['stage']
export type Waiting = NonNullable<ApiAnswers['credit']['show']['waiting']>
export type Standing = ApiAnswers['credit']['ageing']['debts'][number]['standing']

export const toneOfStage: Readonly<Record<Stage, StateTone>> = {
  applied: 'waiting',
  voting: 'waiting',
  voted: 'waiting',
  approving: 'waiting',
  approved: 'waiting',
  accepted: 'waiting',
  submitted: 'waiting',
  'in-block': 'quiet',
  final: 'plain',
  refused: 'refused',
  expired: 'refused',
  declined: 'quiet',
  withdrawn: 'quiet',
}

export const stages = Object.keys(toneOfStage) as readonly Stage[]

export const toneOfStanding: Readonly<Record<Standing, StateTone>> = {
  current: 'plain',
  'due-soon': 'waiting',
  overdue: 'refused',
  bad: 'refused',
}

/** Stages in which the draft still takes signatures. */
export const isSignable = (stage: Stage): boolean =>
  stage === 'approving' || stage === 'approved' || stage === 'accepted'
/** Stages in which the authority may draft. */
export const isDraftable = (stage: Stage): boolean =>
  stage === 'applied' || stage === 'expired' || stage === 'refused'
/** Stages in which members of a collective decide on the draft, or have. */
export const isVotedOn = (stage: Stage): boolean => stage === 'voting' || stage === 'voted'
