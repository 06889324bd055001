import { assert } from '@vc/kernel'
import { parseStandard } from '../script/parse-standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, CREDIT_KIND, DEBT_LAYER, type Transaction } from '../transaction.ts'
import { changeOutput, makeTransaction, outputsOf, sumAmounts } from './make-transaction.ts'

/**
 * Clears bad debts with money of the reserve (ledger.md 8). It reads the management credit of the agent that gave them,
 * whose key so signs what is written off; the debts are spent by their expiry path; what is left goes back to the reserve.
 * No fee, since the reserve may pay none. Inputs: the credit, the reserve's values, the debts. In the debt layer when one of
 * them lies there; there what goes back is locked, and still clears bad debt.
 */
export function writeOff(of: {
  readonly managementCredit: OutputAt
  readonly reserve: readonly OutputAt[]
  readonly reserveScript: Uint8Array
  readonly debts: readonly OutputAt[]
}): Transaction {
  const { managementCredit, reserve, reserveScript, debts } = of
  const left = sumAmounts(outputsOf(reserve)) - sumAmounts(outputsOf(debts))
  assert(left >= 0n, 'the reserve holds what is written off')
  const isAbove = [...reserve, ...debts].some(({ output }) => output.layer === DEBT_LAYER)
  const tx = makeTransaction({
    layer: isAbove ? DEBT_LAYER : CIRCULATION,
    kind: CREDIT_KIND,
    inputs: [managementCredit, ...reserve, ...debts],
    outputs: changeOutput(reserveScript, left),
    lockTime: Math.max(...debts.map(expiryOf)),
  })
  const byExpiry = debts.map(() => [new Uint8Array(0)])
  return { ...tx, witnesses: [...tx.witnesses.slice(0, 1 + reserve.length), ...byExpiry] }
}

function expiryOf({ output }: OutputAt): number {
  const script = parseStandard(output.script)
  assert(script?.name === 'standard-debt', 'a debt that is written off is standard')
  return script.expiryHeight
}
