import type { HeldRecord, RecordOfferRow } from '@vc/db'
import { actState, type ChainMoment } from '../../acts/act-state.ts'

/** How an offer stands: open, taken and waiting for signatures, on its way, in a block, final, taken back, or without what it offered. */
export type TradeState = 'open' | 'taken' | 'on-its-way' | 'in-block' | 'final' | 'withdrawn' | 'gone'

/** The state of an offer; a taking that came to nothing leaves it open as long as the seller holds the record. */
export function tradeState(
  { offer, act, height }: RecordOfferRow,
  held: Pick<HeldRecord, 'holder'> | undefined,
  at: ChainMoment,
): TradeState {
  const state = act ? actState(act, height, at) : 'dropped'
  if (state === 'final' || state === 'in-block') return state
  if (offer.withdrawnAt !== null) return 'withdrawn'
  if (state === 'on-its-way') return state
  if (held?.holder.keyHash !== offer.keyHash) return 'gone'
  return state === 'signing' ? 'taken' : 'open'
}
