import { ok, type Result, refuse } from '@vc/kernel'
import { canonicalJson } from '@vc/ledger'

/** Who shares the revenue of a title. The channel sells it, so the channel pays the other two. */
export type Part = 'studio' | 'publisher' | 'channel'
/** From so much revenue on (smallest units, over the whole contract) these shares hold, of 10,000; the channel keeps the rest. */
export type Tier = { readonly from: bigint; readonly studio: number; readonly publisher: number }
/** A day of the calendar, "2026-01-31". */
export type Day = string

/** The terms of a revenue-share contract. Amounts in smallest units, rates of 10,000. */
export type RoyaltyTerms = {
  readonly validFrom: Day
  /** The last day. */
  readonly validTo: Day
  /** In order of `from`; the first holds from zero. */
  readonly tiers: readonly Tier[]
  /** What the channel keeps of net revenue before the rest is shared. */
  readonly platformFee: number
  /** What the studio's share comes to at least by a day; the channel makes up what is missing. */
  readonly guarantee: { readonly amount: bigint; readonly day: Day } | null
  /** What the publisher may pay the studio ahead, and which part of the studio's share pays it back. */
  readonly advance: { readonly amount: bigint; readonly rate: number } | null
  /** Shares are due so many days after the day of the sale. */
  readonly payDays: number
}
/** Who is who in a contract, as its record tells it: names, and the accounts (HASH160, hex) that shares are paid to. */
export type RoyaltyParties = Readonly<Record<Part, { readonly name: string; readonly account: string }>>

export type TermsRefusal =
  | { readonly code: 'terms-days' }
  | { readonly code: 'terms-guarantee-day' }
  | { readonly code: 'terms-tiers'; readonly most: number }
  | { readonly code: 'terms-shares'; readonly tier: number }
  | { readonly code: 'terms-too-long' }

/** The table of the ledger in which contracts stand: key is the id of the version, value `contractValue`. */
export const CONTRACT_TABLE = 'royalty'
/** All of something, where rates are told. */
export const WHOLE = 10_000
export const MOST_TIERS = 10
const MOST_BYTES = 4_096

const isRate = (rate: number): boolean => Number.isInteger(rate) && rate >= 0 && rate <= WHOLE

/** Checks terms in themselves: days in order, tiers rising from zero, no share above all there is. */
export function checkTerms(terms: RoyaltyTerms): Result<true, TermsRefusal> {
  const { validFrom, validTo, tiers, guarantee } = terms
  if (!isDay(validFrom) || !isDay(validTo) || validTo < validFrom) return refuse({ code: 'terms-days' })
  if (guarantee && (!isDay(guarantee.day) || guarantee.day < validFrom || guarantee.day > validTo))
    return refuse({ code: 'terms-guarantee-day' })
  const rises = tiers.every(({ from }, at) => (at === 0 ? from === 0n : from > (tiers[at - 1]?.from ?? from)))
  if (!rises || tiers.length === 0 || tiers.length > MOST_TIERS)
    return refuse({ code: 'terms-tiers', most: MOST_TIERS })
  const wrong = tiers.findIndex(
    ({ studio, publisher }) => ![studio, publisher, studio + publisher].every(isRate),
  )
  return wrong === -1 ? ok(true) : refuse({ code: 'terms-shares', tier: wrong + 1 })
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const days = dayNumber(text)
  return Number.isFinite(days) && new Date(days * DAY_MS).toISOString().slice(0, 10) === text
}

const DAY_MS = 86_400_000
/** Days since 1970 of a day; NaN for anything else. */
export const dayNumber = (day: Day): number =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / DAY_MS : Number.NaN

/** The day so many days later. */
export const dayAfter = (day: Day, days: number): Day =>
  new Date((dayNumber(day) + days) * DAY_MS).toISOString().slice(0, 10)

/** What the record of a contract's version says (RFC 8785 JSON). Refuses what is too long for a record. */
export function contractValue(of: {
  readonly title: string
  readonly code: string
  /** The contract that this is a version of, and which. */
  readonly contract: string
  readonly version: number
  readonly parties: RoyaltyParties
  readonly terms: RoyaltyTerms
}): Result<Uint8Array, TermsRefusal> {
  const { terms, version, parties, ...head } = of
  const written = { ...head, version: String(version), parties, terms: tellTerms(terms) }
  const value = canonicalJson(written)
  return value.length > MOST_BYTES ? refuse({ code: 'terms-too-long' }) : ok(value)
}

/** Terms as JSON has them, on the ledger and in tables: numbers as decimal texts, null what is not agreed. */
export type ToldTerms = {
  readonly validFrom: Day
  readonly validTo: Day
  readonly platformFee: string
  readonly payDays: string
  readonly tiers: readonly { readonly from: string; readonly studio: string; readonly publisher: string }[]
  /** None or one. */
  readonly guarantee: readonly { readonly amount: string; readonly day: Day }[]
  readonly advance: readonly { readonly amount: string; readonly rate: string }[]
}

/** Terms as they are written down. */
export function tellTerms({ tiers, guarantee, advance, ...terms }: RoyaltyTerms): ToldTerms {
  return {
    ...{ validFrom: terms.validFrom, validTo: terms.validTo },
    ...{ platformFee: String(terms.platformFee), payDays: String(terms.payDays) },
    tiers: tiers.map(({ from, studio, publisher }) => ({
      ...{ from: String(from), studio: String(studio), publisher: String(publisher) },
    })),
    guarantee: guarantee ? [{ amount: String(guarantee.amount), day: guarantee.day }] : [],
    advance: advance ? [{ amount: String(advance.amount), rate: String(advance.rate) }] : [],
  }
}

/** Terms read back from how they were written down. */
export function termsTold({
  tiers,
  guarantee: [least],
  advance: [ahead],
  ...terms
}: ToldTerms): RoyaltyTerms {
  return {
    ...{ validFrom: terms.validFrom, validTo: terms.validTo },
    ...{ platformFee: Number(terms.platformFee), payDays: Number(terms.payDays) },
    tiers: tiers.map(({ from, studio, publisher }) => ({
      ...{ from: BigInt(from), studio: Number(studio), publisher: Number(publisher) },
    })),
    guarantee: least ? { amount: BigInt(least.amount), day: least.day } : null,
    advance: ahead ? { amount: BigInt(ahead.amount), rate: Number(ahead.rate) } : null,
  }
}
