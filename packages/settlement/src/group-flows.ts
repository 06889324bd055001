import type { NetPosition } from './net.ts'

/** What one party owes another in sum, smallest units. */
export type PairSum = { readonly debtor: string; readonly creditor: string; readonly amount: bigint }
/** A party by its code; null stands for all that are not named on their own. */
export type FlowParty = string | null
export type Flow = { readonly from: FlowParty; readonly to: FlowParty; readonly amount: bigint }
export type NetFlow = { readonly party: FlowParty; readonly pays: bigint; readonly receives: bigint }
/** The same batch as money that would move without netting, and as what moves with it. Nothing is left out. */
export type FlowGroups = { readonly before: readonly Flow[]; readonly after: readonly NetFlow[] }

/**
 * Gathers the flows of a batch so that a picture can hold them: the `most` parties that owe and are owed most stand on
 * their own, all others are one. The sums stay those of the batch; the largest come first.
 */
export function groupFlows(
  pairs: readonly PairSum[],
  positions: readonly NetPosition[],
  most: number,
): FlowGroups {
  const named = largest(pairs, most)
  const partyOf = (party: string): FlowParty => (named.has(party) ? party : null)
  const before = new Map<string, Flow>()
  for (const { debtor, creditor, amount } of pairs) {
    const [from, to] = [partyOf(debtor), partyOf(creditor)]
    const key = JSON.stringify([from, to])
    before.set(key, { from, to, amount: amount + (before.get(key)?.amount ?? 0n) })
  }
  const after = new Map<FlowParty, NetFlow>()
  for (const { party: code, amount } of positions) {
    const party = partyOf(code)
    const { pays, receives } = after.get(party) ?? { pays: 0n, receives: 0n }
    after.set(
      party,
      amount < 0n ? { party, pays: pays - amount, receives } : { party, pays, receives: receives + amount },
    )
  }
  return {
    before: [...before.values()].sort((a, b) => descending(a.amount, b.amount)),
    after: [...after.values()].sort((a, b) => descending(a.pays + a.receives, b.pays + b.receives)),
  }
}

const descending = (a: bigint, b: bigint) => (a < b ? 1 : a > b ? -1 : 0)

/** The parties through which most moves, both ways counted. */
function largest(pairs: readonly PairSum[], most: number): ReadonlySet<string> {
  const turnover = new Map<string, bigint>()
  for (const { debtor, creditor, amount } of pairs) {
    for (const party of [debtor, creditor]) turnover.set(party, amount + (turnover.get(party) ?? 0n))
  }
  const ordered = [...turnover].sort(([a, x], [b, y]) => descending(x, y) || (a < b ? -1 : 1))
  return new Set(ordered.slice(0, most).map(([party]) => party))
}
