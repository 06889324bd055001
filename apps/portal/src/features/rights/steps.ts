import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type BatchView = ApiAnswers['rights']['batches'][number]
export type RightRow = ApiAnswers['rights']['list']['rows'][number]

export const toneOfStep: Readonly<Record<BatchView['step'], StateTone>> = {
  imported: 'quiet',
  appraised: 'waiting',
  prepared: 'waiting',
  approved: 'waiting',
  certified: 'plain',
  declined: 'refused',
}
