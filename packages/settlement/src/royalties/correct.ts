import { bookSale, NOTHING_BOOKED, type RoyaltyBooks, type Shares } from './shares.ts'
import type { Day, RoyaltyTerms } from './terms.ts'

/** A day as it was booked, in the order of booking: under which terms, and what the publisher had paid ahead by then. */
export type BookedDay = {
  readonly day: Day
  readonly net: bigint
  readonly terms: RoyaltyTerms
  readonly advanced: bigint
}
/** What a day comes to by a correction. */
export type CorrectedDay = { readonly day: Day; readonly net: bigint }

const NOTHING: Shares = {
  ...{ net: 0n, studio: 0n, publisher: 0n, channel: 0n },
  ...{ entitled: 0n, toppedUp: 0n, recouped: 0n },
}

/**
 * What each correction changes of everybody's shares, the whole contract through: as much as booking all days anew in their old
 * order gives more or less than before. So tiers, guarantee and advance stand as if the right figures had been stated at first.
 */
export function correctDays(
  booked: readonly BookedDay[],
  corrections: readonly CorrectedDay[],
): readonly Shares[] {
  const isCorrected = new Set(corrections.map(({ day }) => day))
  // Days before the first that is corrected stay as they are.
  const kept = Math.max(
    0,
    booked.findIndex(({ day }) => isCorrected.has(day)),
  )
  const begun = bookAll(booked.slice(0, kept), { books: NOTHING_BOOKED, sum: NOTHING })
  let days = booked.slice(kept)
  let before = bookAll(days, begun).sum
  return corrections.map(({ day, net }) => {
    days = days.map((one) => (one.day === day ? { ...one, net } : one))
    const after = bookAll(days, begun).sum
    const difference = each(after, before, (one, other) => one - other)
    before = after
    return difference
  })
}

type Booked = { readonly books: RoyaltyBooks; readonly sum: Shares }

/** Days of a contract together, on top of what was booked. */
function bookAll(days: readonly BookedDay[], before: Booked): Booked {
  let { books, sum } = before
  for (const { terms, day, net, advanced } of days) {
    const booked = bookSale(terms, books, { day, net }, advanced)
    books = booked.books
    sum = each(sum, booked.shares, (one, other) => one + other)
  }
  return { books, sum }
}

function each(one: Shares, other: Shares, join: (one: bigint, other: bigint) => bigint): Shares {
  const of = (part: keyof Shares) => join(one[part], other[part])
  return {
    ...{ net: of('net'), studio: of('studio'), publisher: of('publisher'), channel: of('channel') },
    ...{ entitled: of('entitled'), toppedUp: of('toppedUp'), recouped: of('recouped') },
  }
}
