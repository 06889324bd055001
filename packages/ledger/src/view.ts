import type { Outpoint, PlacedOutput } from './transaction.ts'

/** The newest value of a (table, key) pair and the output that must be spent to write it again. */
export type RecordEntry = { readonly value: Uint8Array; readonly holder: Outpoint }

/** A foundation group: its roster output and the keys on it, in order. */
export type Roster = { readonly outpoint: Outpoint; readonly keys: readonly Uint8Array[] }

/**
 * The state as one judgement sees it. Synchronous: what it needs has been loaded, or lies in a store that
 * answers at once. An output whose `height` is that of the block being judged was written earlier in it.
 */
export interface View {
  findOutput(outpoint: Outpoint): PlacedOutput | undefined
  findRecord(table: string, key: Uint8Array): RecordEntry | undefined
  findRoster(group: string): Roster | undefined
  isCondemned(txid: Uint8Array): boolean
  /** Is this HASH160 the debt key hash of an account record with status 1? */
  isActiveDebtKey(keyHash: Uint8Array): boolean
  /** Has this key hash a standard debt whose expiry height is at or below `height`, unspent on the parent state? */
  hasOverdueDebt(keyHash: Uint8Array, height: number): boolean
}
