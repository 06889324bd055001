import { compareBytes, fromHex } from '@vc/crypto'
import { Reader, type StateReader, sortedEntryBytes } from '@vc/ledger'
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

/**
 * Bytes of every entry of consensus.md 16, ascending, as a snapshot has them. They are read as they are asked for: of
 * outputs, records and transactions, which a large state is made of, no more than one transaction's are in memory.
 */
export function* stateEntries(state: StateReader): Iterable<Uint8Array> {
  const { outputs, records, condemned, rosters, drawn } = sortedEntryBytes(state)
  yield* outputs
  yield* records
  yield* condemned
  yield* [...stakes(state)].map(stakeEntryBytes).sort(compareBytes)
  yield* suspended(state).sort(compareBytes)
  yield* passedClaims(state, Number.POSITIVE_INFINITY).map(claimEntryBytes).sort(compareBytes)
  yield chainEntryBytes(chainEntry(state))
  yield* rosters
  yield* drawn
}

const suspended = (state: StateReader) =>
  [...state.range(SUSPENDED_PREFIX)].map(([key, value]) =>
    suspendedEntryBytes(fromHex(key.slice(SUSPENDED_PREFIX.length)), new Reader(value).u32()),
  )
