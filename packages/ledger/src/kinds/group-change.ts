import { equalBytes } from '@vc/crypto'
import type { Transaction } from '../transaction.ts'

export const GROUP_ADD = 1
export const GROUP_REMOVE = 2
export const GROUP_REPLACE = 3

/** What a group transaction does to its roster (ledger.md 9, 11). */
export type GroupChange = {
  readonly operation: typeof GROUP_ADD | typeof GROUP_REMOVE | typeof GROUP_REPLACE
  /** The key added, removed or replaced. */
  readonly key: Uint8Array
  /** Only of a replacement. */
  readonly newKey: Uint8Array
  /** One item for each present key in roster order; empty where none is needed. */
  readonly signatures: readonly Uint8Array[]
}

/** Reads the witness of the roster output of `present` keys; undefined when its form is wrong. */
export function readGroupChange(transaction: Transaction, present: number): GroupChange | undefined {
  const [code, key, newKey, ...signatures] = transaction.witnesses[0] ?? []
  const operation = code?.length === 1 ? code[0] : undefined
  if (key === undefined || newKey === undefined || signatures.length !== present) return undefined
  if (operation !== GROUP_ADD && operation !== GROUP_REMOVE && operation !== GROUP_REPLACE) return undefined
  if ((operation === GROUP_REPLACE) !== newKey.length > 0) return undefined
  return { operation, key, newKey, signatures }
}

/** The roster after a change: added keys go to the end, replaced ones keep their place. */
export function rosterAfter(keys: readonly Uint8Array[], change: GroupChange): readonly Uint8Array[] {
  if (change.operation === GROUP_ADD) return [...keys, change.key]
  if (change.operation === GROUP_REMOVE) return keys.filter((key) => !equalBytes(key, change.key))
  return keys.map((key) => (equalBytes(key, change.key) ? change.newKey : key))
}
