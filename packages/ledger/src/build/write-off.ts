import { assert } from '@vc/kernel'
import { expiryOf } from '../script/owner-hash.ts'
import { parseStandard } from '../script/parse-standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { CIRCULATION, CREDIT_KIND, DEBT_LAYER, type Transaction } from '../transaction.ts'
import { repay } from './credit.ts'
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
  })
  return byExpiry(tx, debts)
}

/**
 * Somebody clears overdue debts of another, a key's or a collective's, with value of the own: from the expiry height on anyone may
 * (ledger.md 6). Inputs: the values, then the debts, which nobody signs.
 */
export const clearOverdue = (of: {
  readonly debts: readonly OutputAt[]
  readonly values: readonly OutputAt[]
  readonly fee: bigint
  readonly changeTo: Uint8Array
}): Transaction => byExpiry(repay(of), of.debts)

/** Spends the debts, which are the last inputs, by their expiry path. */
function byExpiry(tx: Transaction, debts: readonly OutputAt[]): Transaction {
  const before = tx.witnesses.slice(0, tx.inputs.length - debts.length)
  const witnesses = [...before, ...debts.map(() => [new Uint8Array(0)])]
  return { ...tx, lockTime: Math.max(...debts.map(expiryAt)), witnesses }
}

function expiryAt({ output }: OutputAt): number {
  const expiry = expiryOf(parseStandard(output.script))
  assert(expiry !== null, 'a debt that others clear is standard')
  return expiry
}
