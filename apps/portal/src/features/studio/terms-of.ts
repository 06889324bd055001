import { parseAmount } from '@vc/ledger'
import { checkTerms, type RoyaltyTerms, type TermsRefusal } from '@vc/settlement'
import { RefusedHere } from '../../trpc/refusal.ts'
import { emptyOf, mustBeAmount, mustBeWhole } from '../forms/must-be.ts'

/** A step of the shares as it is typed; its fields are named `key field`. */
export type TierText = Readonly<Record<'key' | 'from' | 'studio' | 'publisher', string>>
type Days = 'validFrom' | 'validTo' | 'payDays'
type Extras = 'guarantee' | 'guaranteeDay' | 'advance' | 'advanceRate'
/** Terms as they are typed, besides their steps. */
export type TermsText = Readonly<Record<Days | 'platformFee' | Extras, string>>

/** Hundredths of a percent, as terms have them, are percent with two decimals. */
export const RATE_DECIMALS = 2
const MOST_PAY_DAYS = 90

/** A percentage as terms have it; undefined for what is none. */
export function rateOf(text: string): number | undefined {
  const rate = parseAmount(text.trim(), RATE_DECIMALS)
  return rate === undefined || rate > 10_000n ? undefined : Number(rate)
}

/** Refuses `contract-incomplete` with every field that is empty, and the other half of what takes two. */
export function mustBeComplete(
  parties: Readonly<Record<string, string>>,
  { guarantee, guaranteeDay, advance, advanceRate, ...head }: TermsText,
  tiers: readonly TierText[],
): void {
  const { validFrom, validTo, payDays, platformFee } = head
  const ofTiers = tiers.flatMap(({ key, ...tier }) => emptyOf(tier).map((field) => `${key} ${field}`))
  const halves = [...halfOf({ guarantee, guaranteeDay }), ...halfOf({ advance, advanceRate })]
  const all = { ...parties, validFrom, validTo, payDays, platformFee }
  const fields = [...emptyOf(all), ...ofTiers, ...halves]
  if (fields.length > 0) throw new RefusedHere('contract-incomplete', { fields })
}

/** What is empty of two fields of which one is filled in. */
function halfOf(pair: Readonly<Record<string, string>>): readonly string[] {
  const empty = emptyOf(pair)
  return empty.length === 1 ? empty : []
}

/** What is typed, as terms; whatever is wrong is refused with the name of its field. */
export function termsOf(head: TermsText, tiers: readonly TierText[], decimals: number): RoyaltyTerms {
  const { validFrom, validTo } = head
  const terms = {
    ...{
      validFrom,
      validTo,
      payDays: mustBeWhole(head.payDays, { field: 'payDays', least: 0, most: MOST_PAY_DAYS }),
    },
    platformFee: mustBeRate(head.platformFee, 'platformFee'),
    tiers: tiers.map((tier) => tierOf(tier, decimals)),
    guarantee: guaranteeOf(head, decimals),
    advance: advanceOf(head, decimals),
  }
  const checked = checkTerms(terms)
  if (!checked.ok) throw refusedAt(checked.refusal, terms, tiers)
  return terms
}

function tierOf({ key, ...tier }: TierText, decimals: number): RoyaltyTerms['tiers'][number] {
  const from = parseAmount(tier.from.trim(), decimals)
  if (from === undefined) throw new RefusedHere('amount-wrong', { field: `${key} from` })
  const rate = (field: 'studio' | 'publisher') => mustBeRate(tier[field], `${key} ${field}`)
  return { from, studio: rate('studio'), publisher: rate('publisher') }
}

function guaranteeOf({ guarantee, guaranteeDay: day }: TermsText, decimals: number) {
  return guarantee.trim() === '' ? null : { amount: mustBeAmount(guarantee, decimals, 'guarantee'), day }
}

function advanceOf({ advance, advanceRate }: TermsText, decimals: number) {
  if (advance.trim() === '') return null
  const amount = mustBeAmount(advance, decimals, 'advance')
  const rate = mustBeRate(advanceRate, 'advanceRate')
  if (rate === 0) throw new RefusedHere('advance-rate', { field: 'advanceRate' })
  return { amount, rate }
}

function mustBeRate(text: string, field: string): number {
  const rate = rateOf(text)
  if (rate === undefined) throw new RefusedHere('terms-rates', { field })
  return rate
}

const fields = { 'terms-days': 'validTo', 'terms-guarantee-day': 'guaranteeDay' } as const

/** What the terms are refused for, at the field that is to be changed. */
function refusedAt({ code, ...facts }: TermsRefusal, terms: RoyaltyTerms, tiers: readonly TierText[]) {
  if (code === 'terms-days' || code === 'terms-guarantee-day')
    return new RefusedHere(code, { ...facts, field: fields[code] })
  const flat = terms.tiers.findIndex(({ from }, at) => at > 0 && from <= (terms.tiers[at - 1]?.from ?? from))
  const field = 'tier' in facts ? `${tiers[facts.tier - 1]?.key} publisher` : `${tiers[flat]?.key} from`
  return new RefusedHere(code, { ...facts, field })
}
