import { assert } from '@vc/kernel'
import { type Day, type RoyaltyTerms, WHOLE } from './terms.ts'

/** What a contract has come to so far; smallest units, only ever growing but for `toppedUp`. */
export type RoyaltyBooks = {
  /** Net revenue of all booked sales. */
  readonly revenue: bigint
  /** The studio's share by the tiers alone. */
  readonly entitled: bigint
  /** What the guarantee adds to it now. */
  readonly toppedUp: bigint
  /** What of the advance the studio's share has paid back. */
  readonly recouped: bigint
}
export const NOTHING_BOOKED: RoyaltyBooks = { revenue: 0n, entitled: 0n, toppedUp: 0n, recouped: 0n }

/** Net revenue of one day. */
export type Sale = { readonly day: Day; readonly net: bigint }
/**
 * What one day's revenue comes to, smallest units: `studio`, `publisher` and `channel` add up to `net`. The channel's is what it
 * keeps, its fee included; below zero where it makes up a guarantee.
 */
export type Shares = {
  readonly net: bigint
  readonly studio: bigint
  readonly publisher: bigint
  readonly channel: bigint
  /** Of the studio's: by the tiers alone, by the guarantee (below zero where it is being used up), held back for the advance. */
  readonly entitled: bigint
  readonly toppedUp: bigint
  readonly recouped: bigint
}

/**
 * What the tiers give studio and publisher of so much revenue in all. Each tier's shares hold for the part of the revenue that lies
 * in it, after the platform's fee. Rounded down once, at the very end; what makes no whole unit stays with the channel until it does.
 */
export function entitlement(
  { tiers, platformFee }: Pick<RoyaltyTerms, 'tiers' | 'platformFee'>,
  revenue: bigint,
): { readonly studio: bigint; readonly publisher: bigint } {
  let [studio, publisher] = [0n, 0n]
  for (const [at, tier] of tiers.entries()) {
    const end = tiers[at + 1]?.from ?? revenue
    const part = lesser(revenue, end) - tier.from
    if (part <= 0n) break
    studio += part * BigInt(tier.studio)
    publisher += part * BigInt(tier.publisher)
  }
  const rest = BigInt(WHOLE - platformFee)
  const whole = BigInt(WHOLE) ** 2n
  return { studio: (studio * rest) / whole, publisher: (publisher * rest) / whole }
}

/**
 * Books the revenue of one day under the terms of its version: what each party gets of it, and the books after it. `advanced` is
 * what the publisher has paid ahead so far. However a sum is cut into days, all days together give what one sum would.
 */
export function bookSale(
  terms: RoyaltyTerms,
  books: RoyaltyBooks,
  { day, net }: Sale,
  advanced: bigint,
): { readonly shares: Shares; readonly books: RoyaltyBooks } {
  assert(net >= 0n, 'a day that takes back more than it sells is refused before')
  const revenue = books.revenue + net
  const [before, after] = [entitlement(terms, books.revenue), entitlement(terms, revenue)]
  const entitled = books.entitled + after.studio - before.studio
  const toppedUp = toppedUpBy(terms, books, entitled, day)
  const earned = { before: books.entitled + books.toppedUp, after: entitled + toppedUp }
  const recouped = recoupedOf(terms, books.recouped, earned, advanced)
  const studio = earned.after - earned.before - recouped
  const publisher = after.publisher - before.publisher + recouped
  const parts = { entitled: entitled - books.entitled, toppedUp: toppedUp - books.toppedUp, recouped }
  return {
    shares: { net, studio, publisher, channel: net - studio - publisher, ...parts },
    books: { revenue, entitled, toppedUp, recouped: books.recouped + recouped },
  }
}

/** From its day on the guarantee adds what the tiers have not given; what it added once is used up by later shares, never taken back. */
function toppedUpBy({ guarantee }: RoyaltyTerms, books: RoyaltyBooks, entitled: bigint, day: Day): bigint {
  const earned = books.entitled + books.toppedUp
  const isDue = guarantee !== null && (day >= guarantee.day || books.toppedUp > 0n)
  const least = isDue && guarantee.amount > earned ? guarantee.amount : earned
  return (isDue || books.toppedUp > 0n) && least > entitled ? least - entitled : 0n
}

type Earned = { readonly before: bigint; readonly after: bigint }

/** The agreed part of what the studio earns, until the advance is paid back. */
function recoupedOf({ advance }: RoyaltyTerms, recouped: bigint, earned: Earned, advanced: bigint): bigint {
  if (!advance) return 0n
  const part = (sum: bigint) => (sum * BigInt(advance.rate)) / BigInt(WHOLE)
  const open = advanced - recouped
  const held = part(earned.after) - part(earned.before)
  if (open <= 0n) return 0n
  return lesser(held, open)
}

/** The smaller of two sums. */
export function lesser(one: bigint, other: bigint): bigint {
  if (one < other) return one
  return other
}
