import { ok, type Result, refuse } from '@vc/kernel'
import type { SerialRange } from './meter.ts'

export type SplitRefusal =
  | { readonly code: 'count-not-positive' }
  | { readonly code: 'too-few-certificates'; readonly have: bigint; readonly want: bigint }

/** How many certificates a range holds. */
export const sizeOf = ({ first, last }: Pick<SerialRange, 'first' | 'last'>): bigint => last - first + 1n

/** Takes the first `count` certificates off a range: what is handed over, and what stays (nothing when all go). */
export function splitRange<R extends SerialRange>(
  range: R,
  count: bigint,
): Result<{ given: R; kept: R | undefined }, SplitRefusal> {
  if (count <= 0n) return refuse({ code: 'count-not-positive' })
  const have = sizeOf(range)
  if (count > have) return refuse({ code: 'too-few-certificates', have, want: count })
  const cut = range.first + count
  const kept = count === have ? undefined : { ...range, first: cut }
  return ok({ given: { ...range, last: cut - 1n }, kept })
}
