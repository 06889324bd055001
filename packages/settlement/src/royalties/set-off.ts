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
  let at = 0
  for (const excess of excesses) {
    let { left } = excess
    for (let due = open[at]; due && left > 0n; due = open[at]) {
      const amount = lesser(left, due.left)
      if (amount > 0n) {
        made.push({ excess: excess.id, due: due.id, amount })
        due.left -= amount
        left -= amount
      }
      if (due.left <= 0n) at += 1
    }
  }
  return made
}
