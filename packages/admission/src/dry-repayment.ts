import {
  CIRCULATION,
  DEBT,
  DEBT_LAYER,
  encodePlacedOutput,
  expiryOf,
  judgeTransaction,
  memoryState,
  type OutputAt,
  outputKey,
  type Place,
  parseStandard,
  type Refusal,
  repay,
  TRANSFER,
  type Transaction,
  txidOf,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { LEDGER_FEE } from './fee.ts'

/** A script that anybody opens: whose coin pays does not matter here. */
const ANYBODY = new Uint8Array([0x51])

/**
 * Pays back, on a ledger of its own, every debt that a draft would write: with a stranger's coin, when the last of them
 * is due, by the path that stays open to everybody (requirements V-111). Gives the ledger's refusal, or nothing: a debt
 * that passes can be cleared even if its debtor never signs again.
 */
export function dryRepayment(draft: Transaction, rules: Omit<Place, 'height'>): Refusal | undefined {
  const debts = debtsOf(draft)
  const dues = debts.map(heightOf)
  const height = Math.max(draft.lockTime, ...dues) + 1
  const need = debts.reduce((sum, { output }) => sum + output.amount, LEDGER_FEE)
  const values = [coinOf(need)]
  const cleared = repay({
    debts,
    values,
    fee: LEDGER_FEE,
    changeTo: ANYBODY,
    layer: draft.layer === DEBT_LAYER ? DEBT_LAYER : CIRCULATION,
  })
  const paid = { ...cleared, lockTime: height - 1, witnesses: [[], ...debts.map(() => [new Uint8Array(0)])] }
  const state = memoryState()
  for (const { outpoint, output } of [...values, ...debts])
    state.put(outputKey(outpoint), encodePlacedOutput(output))
  const judged = judgeTransaction(paid, viewOf(state, { height }), { ...rules, height })
  return judged.ok ? undefined : judged.refusal
}

function debtsOf(draft: Transaction): readonly OutputAt[] {
  const txid = txidOf(draft)
  const { layer, kind } = draft
  return draft.outputs.flatMap((output, index) =>
    output.element === DEBT
      ? [{ outpoint: { txid, index }, output: { ...output, layer, kind, height: 1 } }]
      : [],
  )
}

/** Not to be reached by the path of everybody: 0, so that the ledger says so. */
const heightOf = ({ output }: OutputAt): number => expiryOf(parseStandard(output.script)) ?? 0

const coinOf = (amount: bigint): OutputAt => ({
  outpoint: { txid: new Uint8Array(32), index: 0 },
  output: { element: VALUE, amount, script: ANYBODY, layer: CIRCULATION, kind: TRANSFER, height: 1 },
})
