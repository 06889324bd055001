import { equalBytes } from '@vc/crypto'
import { NO_BUNDLE, SIGHASH_ANYONECANPAY, type Transaction } from '@vc/ledger'
import type { StoredAct } from './stored-act.ts'

/** What goes to the node by itself, in turn: a transaction, or legs of one bundle that stand together. */
export function unitsOf<Leg extends Pick<Transaction, 'bundle'>>(legs: readonly Leg[]): readonly Leg[][] {
  const units: Leg[][] = []
  for (const one of legs) {
    const last = units.at(-1)
    const isLeg = last?.some(({ bundle }) => equalBytes(bundle, one.bundle)) ?? false
    if (last && isLeg && !equalBytes(one.bundle, NO_BUNDLE)) last.push(one)
    else units.push([one])
  }
  return units
}

/** Whether a leg holds only together with others' and stays with the act: nothing of it is signed over the whole. */
export function isShare({ required }: Pick<StoredAct, 'required'>, leg: number): boolean {
  const places = required.filter(({ transaction }) => transaction === leg)
  return places.length > 0 && places.every(({ type = 0 }) => (type & SIGHASH_ANYONECANPAY) !== 0)
}
