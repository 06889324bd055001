import type { HeldRecord, RecordOfferRow } from '@vc/db'
import { actState, type ChainMoment } from '../../acts/act-state.ts'

/** How an offer stands: open, taken and waiting for signatures, on its way, in a block, final, taken back, or without what it offered. */
export type TradeState = 'open' | 'taken' | 'on-its-way' | 'in-block' | 'final' | 'withdrawn' | 'gone'

/**
 * The state of an offer; a taking that came to nothing leaves it open as long as the seller holds the record. One that was taken back
 * stays so: a later offer of the same record, taken for the same coins, is the same transaction.
 */
export function tradeState(
  { offer, act, height }: RecordOfferRow,
  held: Pick<HeldRecord, 'holder'> | undefined,
  at: ChainMoment,
): TradeState {
  if (offer.withdrawnAt !== null) return 'withdrawn'
  const state = act ? actState(act, height, at) : 'dropped'
  if (state === 'final' || state === 'in-block' || state === 'on-its-way') return state
  if (held?.holder.keyHash !== offer.keyHash) return 'gone'
  return state === 'signing' ? 'taken' : 'open'
}

type Viewer = { readonly owners: readonly string[]; readonly personId: string | undefined }

/** Why the newest taking of an offer was refused; its two sides are told, nobody else. */
export function refusedTaking(
  { offer, submission }: RecordOfferRow,
  { owners, personId }: Viewer,
): { readonly code: string } | null {
  const isSide = owners.includes(offer.keyHash) || (personId !== undefined && offer.takerId === personId)
  return isSide && submission?.refusal ? { code: submission.refusal.code } : null
}
