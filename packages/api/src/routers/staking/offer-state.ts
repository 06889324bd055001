import type { OfferRow } from '@vc/db'

/**
 * How an offer stands: open; taken and waiting for the other side's key; on its way, in a block, final; spent elsewhere,
 * taken back, or past its height. A taking that came to nothing leaves it open.
 */
export type OfferState =
  | 'open'
  | 'taken'
  | 'on-its-way'
  | 'in-block'
  | 'final'
  | 'spent'
  | 'withdrawn'
  | 'expired'

/** The state of an offer at a height and a moment. */
export function offerState(
  { offer, act, submission, spent }: Pick<OfferRow, 'offer' | 'act' | 'submission' | 'spent'>,
  { height, nowMs }: { readonly height: number; readonly nowMs: number },
): OfferState {
  if (submission?.state === 'in-block' || submission?.state === 'final') return submission.state
  if (offer.withdrawnAt !== null) return 'withdrawn'
  if (spent > 0) return 'spent'
  if (submission?.state === 'queued' || submission?.state === 'submitted') return 'on-its-way'
  if (height >= offer.closesAt) return 'expired'
  return act?.status === 'open' && act.expiresAt.getTime() > nowMs ? 'taken' : 'open'
}
