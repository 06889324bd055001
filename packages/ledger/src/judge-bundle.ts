import { equalBytes } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { refusal } from './checks/subject.ts'
import { judgeTransaction } from './judge-transaction.ts'
import type { Judgement, Place } from './place.ts'
import type { Refusal } from './refusals.ts'
import type { Transaction } from './transaction.ts'
import { bundleIdOf, txidOf } from './txid.ts'
import type { View } from './view.ts'

const leastLegs = 2
const mostLegs = 64

/** A valid bundle: its id, the sum of its fees and of the credit released, and each leg's judgement. */
export type BundleJudgement = {
  readonly id: Uint8Array
  readonly fee: bigint
  readonly released: bigint
  readonly legs: readonly Judgement[]
}

/**
 * Are the transactions, in the order of the block, one whole bundle, and each valid after those before it (ledger.md
 * 2, 11)? Refusals: `bundle-size`, `bundle-id`, or a leg's with its number as the fact `transaction`.
 */
export function judgeBundle(
  transactions: readonly Transaction[],
  view: View,
  place: Place,
): Result<BundleJudgement, Refusal> {
  const count = transactions.length
  if (count < leastLegs || count > mostLegs) return refuse(refusal('bundle-size', { transactions: count }))
  const id = bundleIdOf(transactions.map(txidOf))
  const stray = transactions.findIndex(({ bundle }) => !equalBytes(bundle, id))
  if (stray >= 0) return refuse(refusal('bundle-id', { transaction: stray }))
  const legs = judgeLegs(transactions, view, place)
  if (!legs.ok) return legs
  const sum = (of: (leg: Judgement) => bigint) => legs.value.reduce((total, leg) => total + of(leg), 0n)
  return ok({ id, fee: sum(({ fee }) => fee), released: sum(({ released }) => released), legs: legs.value })
}

function judgeLegs(
  transactions: readonly Transaction[],
  start: View,
  place: Place,
): Result<readonly Judgement[], Refusal> {
  const legs: Judgement[] = []
  let view = start
  let released = 0n
  for (const [number, transaction] of transactions.entries()) {
    const judged = judgeTransaction(transaction, view, withLessRoom(place, released))
    if (!judged.ok) {
      return refuse(refusal(judged.refusal.code, { ...judged.refusal.facts, transaction: number }))
    }
    legs.push(judged.value)
    released += judged.value.released
    view = view.after(transaction)
  }
  return ok(legs)
}

function withLessRoom(place: Place, released: bigint): Place {
  const room = place.producer?.room
  if (place.producer === undefined || room === undefined) return place
  return { ...place, producer: { ...place.producer, room: room - released } }
}
