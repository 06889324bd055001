import { assert, must } from '@vc/kernel'
import type { OutputAt } from '../state-effects.ts'
import {
  DEBT,
  type Kind,
  type Layer,
  NO_BUNDLE,
  type Output,
  type PlacedOutput,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import { txidOf } from '../txid.ts'

/** Not final, so that a lockTime holds; no relative lock. */
export const SEQUENCE = 0xffff_fffe

/** A transaction without witnesses and acceptances over these outputs. */
export function makeTransaction(of: {
  readonly layer: Layer
  readonly kind: Kind
  readonly inputs: readonly OutputAt[]
  readonly outputs: readonly Output[]
  readonly premium?: bigint
  readonly lockTime?: number
}): Transaction {
  return {
    version: 1,
    layer: of.layer,
    kind: of.kind,
    bundle: NO_BUNDLE,
    inputs: of.inputs.map(({ outpoint }) => ({ ...outpoint, sequence: SEQUENCE })),
    outputs: of.outputs,
    premium: of.premium ?? 0n,
    lockTime: of.lockTime ?? 0,
    witnesses: of.inputs.map(() => []),
    acceptances: [],
  }
}

/** An output as a block will have it once it has this transaction: what the next transaction spends. */
export function writtenOutput(transaction: Transaction, index: number): OutputAt {
  const output = must(transaction.outputs[index], 'a transaction has its outputs')
  const { layer, kind } = transaction
  return { outpoint: { txid: txidOf(transaction), index }, output: { ...output, layer, kind, height: 0 } }
}

/** What the inputs name, in their order: what signing needs. */
export function outputsOf(inputs: readonly OutputAt[]): readonly PlacedOutput[] {
  return inputs.map(({ output }) => output)
}

/** Value under a script, smallest units. */
export function valueOutput(script: Uint8Array, amount: bigint): Output {
  return { element: VALUE, amount, script }
}

/** Debt under a script, smallest units. */
export function debtOutput(script: Uint8Array, amount: bigint): Output {
  return { element: DEBT, amount, script }
}

/** Sum of amounts, smallest units. */
export function sumAmounts(outputs: readonly { readonly amount: bigint }[]): bigint {
  return outputs.reduce((sum, { amount }) => sum + amount, 0n)
}

/** The change as an output; none when there is nothing left. A shortfall is the caller's defect. */
export function changeOutput(script: Uint8Array, change: bigint): readonly Output[] {
  assert(change >= 0n, 'the inputs pay for the outputs and the fee')
  return change === 0n ? [] : [valueOutput(script, change)]
}
