import { RefusedHere } from '../../trpc/refusal.ts'

/** How many votes decide, as it was typed: 1 to the votes of all members. Throws what is refused otherwise. */
export function thresholdOf(typed: string, weight: number): number {
  if (!/^[1-9]\d{0,9}$/.test(typed) || Number(typed) > weight)
    throw new RefusedHere('threshold-too-high', { weight })
  return Number(typed)
}
