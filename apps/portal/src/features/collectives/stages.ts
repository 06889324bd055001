import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type CollectiveRow = ApiAnswers['collectives']['list'][number]
export type Collective = ApiAnswers['collectives']['show']
export type Vote = ApiAnswers['collectives']['proposal']
export type Stage = Vote['stage']

export const toneOfStage: Readonly<Record<Stage, StateTone>> = {
  preparing: 'waiting',
  open: 'waiting',
  overtaken: 'quiet',
  joined: 'waiting',
  'in-block': 'plain',
  final: 'plain',
  closed: 'quiet',
  withdrawn: 'quiet',
  refused: 'refused',
}

/** The key of the word for a stage: what was decided is paid, or in force. */
export function stageWord({ kind, stage }: Pick<Vote, 'kind' | 'stage'>) {
  return kind === 'members' && (stage === 'final' || stage === 'in-block')
    ? (`members-${stage}` as const)
    : stage
}

/** The key of the sentence that says how far a registration is. */
export function registrationOf({ step, finality }: Pick<Collective, 'step' | 'finality'>) {
  return step === 'registered' ? (finality ?? 'in-block') : step
}

export const toneOfRegistration = {
  queued: 'waiting',
  sent: 'waiting',
  refused: 'refused',
  'in-block': 'plain',
  final: 'plain',
} as const satisfies Record<string, StateTone>
