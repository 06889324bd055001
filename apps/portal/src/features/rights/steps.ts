import type { Tone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type BatchView = ApiAnswers['rights']['batches'][number]
export type RightRow = ApiAnswers['rights']['list']['rows'][number]

export const toneOfStep: Readonly<Record<BatchView['step'], Tone>> = {
  imported: 'plain',
  appraised: 'waiting',
  prepared: 'waiting',
  approved: 'waiting',
  certified: 'value',
  declined: 'refused',
}
