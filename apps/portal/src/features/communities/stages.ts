import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Union = ApiAnswers['unions']['show']
export type UnionStage = Union['stage']

export const toneOfUnion: Readonly<Record<UnionStage, StateTone>> = {
  preparing: 'waiting',
  council: 'waiting',
  sent: 'waiting',
  'in-block': 'plain',
  final: 'plain',
  refused: 'refused',
  expired: 'refused',
}

/** The steps of a founding in their order. */
export const unionSteps = ['preparing', 'council', 'sent', 'in-block', 'final'] as const
