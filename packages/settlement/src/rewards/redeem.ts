import { ok, type Result, refuse } from '@vc/kernel'

/** What a studio gives for points of a title: so much value for each whole lot of points, out of a budget. */
export type RedeemOffer = { readonly lot: bigint; readonly amount: bigint; readonly budget: bigint }
export type RedeemRefusal =
  | { readonly code: 'points-short'; readonly held: bigint; readonly need: bigint }
  | { readonly code: 'redeem-over'; readonly left: bigint }

/**
 * What so many lots of an account's points come to. `held` is what the account has and has not redeemed; `promised` what the studio
 * has promised out of the budget before. Points are used once: the caller books them in the same transaction.
 */
export function redeem(
  { lot, amount, budget }: RedeemOffer,
  lots: bigint,
  { held, promised }: { readonly held: bigint; readonly promised: bigint },
): Result<{ readonly points: bigint; readonly amount: bigint }, RedeemRefusal> {
  const points = lot * lots
  if (points > held) return refuse({ code: 'points-short', held, need: points })
  const left = budget - promised
  return amount * lots > left
    ? refuse({ code: 'redeem-over', left: left > 0n ? left : 0n })
    : ok({ points, amount: amount * lots })
}
