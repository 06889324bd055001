import { ok } from '@vc/kernel'
import { CIRCULATION, DEBT_LAYER, type Layer, type OutputAt, selectValue } from '@vc/ledger'

/**
 * What pays for lots. Those of the debt layer are cleared there, where change stays locked: so with value that is locked
 * already first, then with the coin that comes nearest.
 */
export function payingFor(debts: readonly OutputAt[], values: readonly OutputAt[], need: bigint) {
  if (debts.some(isIn(DEBT_LAYER))) return payingAbove(values, need)
  return chosenIn(CIRCULATION, selectValue(values.filter(isIn(CIRCULATION)), need))
}

/** The same in the debt layer, where lots of circulation are cleared too (ledger.md 4). */
export function payingAbove(values: readonly OutputAt[], need: bigint) {
  const circulating = values.filter(isIn(CIRCULATION))
  const locked = values.filter(isIn(DEBT_LAYER))
  const left = need - locked.reduce((sum, { output }) => sum + output.amount, 0n)
  if (left <= 0n) return chosenIn(DEBT_LAYER, selectValue(locked, need))
  const enough = circulating.filter(({ output }) => output.amount >= left)
  const nearest = enough.sort((a, b) => (a.output.amount < b.output.amount ? -1 : 1)).slice(0, 1)
  const rest = selectValue(nearest.length > 0 ? nearest : circulating, left)
  return chosenIn(DEBT_LAYER, rest.ok ? ok([...locked, ...rest.value]) : rest)
}

export const isIn = (layer: Layer) => (one: OutputAt) => one.output.layer === layer

function chosenIn(layer: typeof CIRCULATION | typeof DEBT_LAYER, chosen: ReturnType<typeof selectValue>) {
  return chosen.ok ? ok({ layer, chosen: chosen.value }) : chosen
}
