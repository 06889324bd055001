import type { StateTone } from '@vc/ui'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Orders = ApiAnswers['coop']['orders']
export type Order = Orders['orders'][number]
export type Shown = ApiAnswers['coop']['show']
export type Pledge = Shown['pledges'][number]
export type OrderCredit = NonNullable<Shown['credit']>

export const toneOfOrder: Readonly<Record<Order['state'], StateTone>> = {
  agreeing: 'waiting',
  preparing: 'waiting',
  'to-sign': 'waiting',
  recording: 'waiting',
  open: 'plain',
  paying: 'waiting',
  paid: 'plain',
  'paid-final': 'plain',
  delivered: 'plain',
  returning: 'waiting',
  returned: 'quiet',
  refused: 'refused',
  withdrawn: 'quiet',
}

export const toneOfPledge: Readonly<Record<Pledge['state'], StateTone>> = {
  signing: 'waiting',
  'on-its-way': 'waiting',
  'in-block': 'plain',
  final: 'plain',
  paid: 'plain',
  delivered: 'plain',
  returned: 'quiet',
  dropped: 'quiet',
}

const boughtWords = { open: 'buying', returning: 'buying-back', returned: 'not-delivered' } as const

/** The words for an order's state: what buyers pay on delivery is told otherwise than what supporters fund. */
export function wordsOf({ state, paidBy }: Pick<Order, 'state' | 'paidBy'>) {
  const isOther = state === 'open' || state === 'returning' || state === 'returned'
  return paidBy === 'credit' && isOther ? boughtWords[state] : state
}
