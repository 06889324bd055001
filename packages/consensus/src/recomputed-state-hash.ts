import { fromHex } from '@vc/crypto'
import { Reader, type StateReader, stateEntryBytes } from '@vc/ledger'
import { claimEntryBytes, passedClaims } from './claims/recorded-claims.ts'
import { Lattice, stateHashOf } from './lattice.ts'
import { chainEntry, chainEntryBytes, stakeEntryBytes, stakes, suspendedEntryBytes } from './state-entries.ts'
import { SUSPENDED_PREFIX } from './state-keys.ts'

/**
 * The state hash as the entries themselves give it, each read anew (consensus.md 16): for snapshots, where the sum that
 * lies beside the entries proves nothing. 32 bytes.
 */
export function recomputedStateHash(state: StateReader): Uint8Array {
  const sum = new Lattice()
  for (const entry of stateEntries(state)) sum.add(entry)
  return stateHashOf(sum.bytes())
}

/** Bytes of every entry of consensus.md 16, in the order of the tables: for snapshots. */
export function* stateEntries(state: StateReader): Iterable<Uint8Array> {
  yield* stateEntryBytes(state)
  for (const stake of stakes(state)) yield stakeEntryBytes(stake)
  for (const [key, value] of state.range(SUSPENDED_PREFIX)) {
    yield suspendedEntryBytes(fromHex(key.slice(SUSPENDED_PREFIX.length)), new Reader(value).u32())
  }
  for (const claim of passedClaims(state, Number.POSITIVE_INFINITY)) yield claimEntryBytes(claim)
  yield chainEntryBytes(chainEntry(state))
}
