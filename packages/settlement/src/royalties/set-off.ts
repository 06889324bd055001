import { lesser } from './shares.ts'

/** What one side owes of something, in smallest units; above zero. */
export type OpenSum = { readonly id: string; readonly left: bigint }
/** So much of `excess`, paid too much once, is not paid again with `due`. */
export type SetOff = { readonly excess: string; readonly due: string; readonly amount: bigint }

/**
 * Sets what was paid too much off against what is owed, both in the order given, to the unit: an excess goes on into the next due
 * until it is used up, and no due gets below nothing.
 */
export function setOff(excesses: readonly OpenSum[], dues: readonly OpenSum[]): readonly SetOff[] {
  const made: SetOff[] = []
  const open = dues.map(({ id, left }) => ({ id, left }))
  for (const excess of excesses) {
    let { left } = excess
    for (const due of open) {
      const amount = lesser(left, due.left)
      if (amount <= 0n) continue
      made.push({ excess: excess.id, due: due.id, amount })
      due.left -= amount
      left -= amount
    }
  }
  return made
}
