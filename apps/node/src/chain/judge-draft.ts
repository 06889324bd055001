import { ok, type Result, refuse } from '@vc/kernel'
import { type Asked, applyTransaction, Overlay, type Transaction, totals, viewOf } from '@vc/ledger'
import { judgeUnit, type MempoolGround, numbered, refuseUnit, type SubmitRefusal } from './mempool-judge.ts'
import type { RelayPolicy } from './relay-policy.ts'

/** A transaction that nobody has signed yet, and who is asked to. */
export type DraftLeg = { readonly transaction: Transaction; readonly asked: Asked }
/** The nine totals of the head, and what they would be; smallest units. */
export type DraftTotals = { readonly before: readonly bigint[]; readonly after: readonly bigint[] }

/**
 * What this node would say now to transactions that are handed in one after the other, each alone or with the legs of its
 * bundle, once all who are asked have signed. Nothing is kept, and no signature is noted as known.
 */
export function judgeDraft(
  units: readonly (readonly DraftLeg[])[],
  waiting: Overlay,
  ground: MempoolGround,
  policy: RelayPolicy,
): Result<DraftTotals, SubmitRefusal> {
  const asked = new Map(units.flat().map((leg) => [leg.transaction, leg.asked]))
  const place = { ...ground.place, signed: undefined, askedOf: (tx: Transaction) => asked.get(tx) }
  const state = new Overlay(waiting)
  let first = 0
  for (const unit of units) {
    const legs = unit.map(({ transaction }) => transaction)
    const refusal = judgeAndApply(legs, state, { ...ground, place }, policy)
    if (refusal) return refuse({ ...refusal, transaction: first + (refusal.transaction ?? 0) })
    first += unit.length
  }
  const [head, base, end] = [ground.state, waiting, state].map(totals)
  const before = head ?? []
  const after = before.map((sum, at) => sum + (end?.[at] ?? 0n) - (base?.[at] ?? 0n))
  return ok({ before, after })
}

function judgeAndApply(
  legs: readonly Transaction[],
  state: Overlay,
  ground: MempoolGround,
  policy: RelayPolicy,
): SubmitRefusal | undefined {
  const sorted = legs.toSorted((a, b) => a.layer - b.layer)
  const { place } = ground
  const view = viewOf(state, { parent: ground.state, height: place.height })
  const judged = judgeUnit(sorted, view, place)
  const refusal = judged.ok ? refuseUnit(sorted, judged.value, ground, policy) : judged.refusal
  if (refusal) return numbered(refusal, sorted, legs)
  for (const leg of sorted) applyTransaction(state, leg, place.height)
  return undefined
}
