import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Standing = ApiAnswers['staking']['standing']
export type Stake = Standing['stakes'][number]
export type Producers = ApiAnswers['staking']['producers']
export type Producer = Producers['rows'][number]
export type Board = ApiAnswers['staking']['offers']
export type Offer = Board['offers'][number]
export type Desk = ApiAnswers['staking']['desk']

export const toneOfStake: Readonly<Record<Stake['standing'], StateTone>> = {
  counts: 'plain',
  maturing: 'waiting',
  idle: 'quiet',
  plain: 'quiet',
}

export const toneOfOffer: Readonly<Record<Offer['state'], StateTone>> = {
  open: 'plain',
  taken: 'waiting',
  'on-its-way': 'waiting',
  'in-block': 'plain',
  final: 'plain',
  spent: 'quiet',
  withdrawn: 'quiet',
  expired: 'quiet',
}

/** A share of 10,000 as the part that it is, for `formatShare`. */
export const partOf = (share: number) => share / 10_000

/** A percentage as people write it ("12.5", "12,5"), of 10,000; undefined for anything else, and below 0.01. */
export function readShare(text: string): number | undefined {
  const written = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim())
  if (!written) return undefined
  return Number(written[1]) * 100 + Number((written[2] ?? '').padEnd(2, '0'))
}
