import { parseAmount } from '@vc/ledger'
import { RefusedHere } from '../../trpc/refusal.ts'

/** The names of the fields with nothing in them. */
export const emptyOf = (said: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(said).flatMap(([field, text]) => (text.trim() === '' ? [field] : []))

/** Refuses `code` with every field that is empty, so that each is marked. */
export function mustBeFilled(code: string, said: Readonly<Record<string, string>>): void {
  const fields = emptyOf(said)
  if (fields.length > 0) throw new RefusedHere(code, { fields })
}

/** An amount above zero; refuses `amount-not-positive` at its field. */
export function mustBeAmount(text: string, decimals: number, field: string): bigint {
  const amount = parseAmount(text.trim(), decimals)
  if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive', { field })
  return amount
}

/** A whole number from `least` (one unless told) to `most`; refuses `number-range` at its field. */
export function mustBeWhole(
  text: string,
  { field, least = 1, most }: { readonly field: string; readonly least?: number; readonly most: number },
): number {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!(number >= least && number <= most)) throw new RefusedHere('number-range', { field, least, most })
  return number
}
