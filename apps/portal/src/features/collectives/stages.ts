import type { Element, StateTone } from '@vc/ui'
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

/** What the amount of a vote is of: value that moves, or debt that comes, goes or is answered for. */
export const elementOf = {
  ...{ payment: 'value', loan: 'value', members: 'value', roles: 'value' },
  ...{ credit: 'debt', release: 'debt', guarantee: 'debt' },
  ...{ repayment: 'debt', restructuring: 'debt', transfer: 'debt' },
} as const satisfies Record<Vote['kind'], Element>

type Loan = NonNullable<ApiAnswers['collectives']['loan']>

/** Of a loan: its vote's until a block has paid it, then of what is owed. */
export const toneOfLoan: Readonly<Record<Loan['state'], StateTone>> = {
  ...toneOfStage,
  owed: 'plain',
  overdue: 'refused',
  repaid: 'quiet',
}

export const toneOfPart: Readonly<Record<Loan['parts'][number]['state'], StateTone>> = {
  signing: 'waiting',
  'on-its-way': 'waiting',
  'in-block': 'plain',
  final: 'plain',
  dropped: 'quiet',
}

/** The key of the word for a stage: what was decided is paid, in force, given, released, or answered for. */
export function stageWord({ kind, stage }: Pick<Vote, 'kind' | 'stage'>) {
  if (kind === 'credit' && stage === 'joined') return 'credit-joined' as const
  const isDone = stage === 'final' || stage === 'in-block'
  return isDone && kind !== 'payment' && kind !== 'loan' ? (`${kind}-${stage}` as const) : stage
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
