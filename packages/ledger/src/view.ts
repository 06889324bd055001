import type { Outpoint, PlacedOutput, Transaction } from './transaction.ts'

/** The newest value of a (table, key) pair and the output that must be spent to write it again. Empty: deleted. */
export type RecordEntry = { readonly value: Uint8Array; readonly holder: Outpoint }

/** A foundation group: its roster output and the keys on it, in order. */
export type Roster = { readonly outpoint: Outpoint; readonly keys: readonly Uint8Array[] }

/**
 * The state as one judgement sees it (made by `viewOf`). Synchronous: what it needs has been loaded, or lies in a
 * store that answers at once. An output whose `height` is that of the block being judged was written earlier in it.
 */
export interface View {
  /** An output that nothing has spent so far, the block being judged included. */
  findOutput(outpoint: Outpoint): PlacedOutput | undefined
  /** An output unspent on the parent state: what can be read, even when this block has spent it since. */
  findReadable(outpoint: Outpoint): PlacedOutput | undefined
  findRecord(table: string, key: Uint8Array): RecordEntry | undefined
  findRoster(group: string): Roster | undefined
  /** The name of the group whose roster output this is. */
  groupOf(outpoint: Outpoint): string | undefined
  isCondemned(txid: Uint8Array): boolean
  /** Is this the id of a transaction on the chain that spent nothing? Every other one can come only once by itself. */
  isDrawn(txid: Uint8Array): boolean
  /** Is this HASH160 the debt key hash of an account record with status 1? */
  isActiveDebtKey(keyHash: Uint8Array): boolean
  /** The commitments to extended keys in the account records, of any status, with this debt key hash. */
  commitmentsOfDebtKey(keyHash: Uint8Array): readonly Uint8Array[]
  /** Is this the HASH160 of an agent's key whose record lets it give credit? */
  isCreditAgent(keyHash: Uint8Array): boolean
  /** Has this debtor a debt that expired by `height`, unspent on the parent state? A collective goes by HASH160 of its id. */
  hasOverdueDebt(keyHash: Uint8Array, height: number): boolean
  /** The same state before the block being judged. */
  onParent(): View
  /** The state after one more valid transaction of the block being judged. */
  after(transaction: Transaction): View
}
