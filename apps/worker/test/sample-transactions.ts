import { hash160, utf8 } from '@vc/crypto'
import {
  CIRCULATION,
  type Element,
  keyHashScript,
  type Layer,
  NO_BUNDLE,
  type Output,
  standardDebtScript,
  type Transaction,
  txidOf,
} from '@vc/ledger'

/** The key hash of somebody by name. */
export const keyHashOf = (name: string): Uint8Array => hash160(utf8(name))

export const pays = (name: string, amount: bigint, element: Element = 0): Output => ({
  element,
  amount,
  script: keyHashScript(keyHashOf(name)),
})
export const owes = (name: string, amount: bigint, expiryHeight: number): Output => ({
  element: 2,
  amount,
  script: standardDebtScript(keyHashOf(name), expiryHeight),
})

/** A transaction without signatures: the tables do not judge. Inputs are [transaction, index]. */
export function sample(
  inputs: readonly (readonly [Transaction, number])[],
  outputs: readonly Output[],
  more: Partial<Transaction> = {},
): Transaction {
  return {
    version: 1,
    layer: CIRCULATION as Layer,
    kind: 0,
    bundle: NO_BUNDLE,
    inputs: inputs.map(([from, index]) => ({ txid: txidOf(from), index, sequence: 0xffffffff })),
    outputs,
    premium: 0n,
    lockTime: 0,
    witnesses: inputs.map(() => []),
    acceptances: [],
    ...more,
  }
}
