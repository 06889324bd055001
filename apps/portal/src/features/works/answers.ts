import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Work = NonNullable<ApiAnswers['works']['read']>
export type Draft = Work['drafts'][number]
export type Tip = Work['tips'][number]
export type Sale = Work['sales'][number]
export type Review = Work['reviews'][number]
export type Listed = ApiAnswers['works']['list'][number]
export type Book = ApiAnswers['works']['book']
export type State = Draft['state']

export const toneOf: Readonly<Record<State, StateTone>> = {
  signing: 'waiting',
  'on-its-way': 'waiting',
  'in-block': 'plain',
  final: 'plain',
  dropped: 'refused',
}
