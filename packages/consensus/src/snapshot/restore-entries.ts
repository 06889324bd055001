import { compareBytes, equalBytes } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import {
  type Changes,
  type LedgerRestore,
  memoryState,
  Overlay,
  Reader,
  type Refusal,
  restoreLedger,
  type StateReader,
} from '@vc/ledger'
import { encodeClaimEntry, stateKeyOf } from '../claims/recorded-claims.ts'
import type { Header } from '../codec/header.ts'
import { Lattice, stateHashOf } from '../lattice.ts'
import { CHAIN_KEY, LATTICE_KEY, stakeKey, suspendedKey } from '../state-keys.ts'

/**
 * Why a snapshot is refused. `-order`: entries are not ascending, or two are alike. `-entry`: one is none. `-totals`,
 * `-state`: they do not add up to the header's totals, its stateHash. `-height`: they are of another block. `-block`: a
 * block is not the header's, or is missing. `-past`: finality or randomness was recorded otherwise. `-voters`: who votes
 * changed near the block. `-certificate`: no quorum made it final. `-configuration`: its rules are not at hand.
 */
export type SnapshotCode =
  | 'snapshot-order'
  | 'snapshot-entry'
  | 'snapshot-totals'
  | 'snapshot-state'
  | 'snapshot-height'
  | 'snapshot-block'
  | 'snapshot-past'
  | 'snapshot-voters'
  | 'snapshot-certificate'
  | 'snapshot-configuration'
export type SnapshotRefusal = Refusal<SnapshotCode>

export const snapshotRefusal = (code: SnapshotCode, facts: SnapshotRefusal['facts'] = {}) =>
  refuse<SnapshotRefusal>({ code, facts })

/** Where a state that is put together lies: whoever has little memory keeps it somewhere else, part after part. */
export type RestoreInto = {
  /** Empty at first; what it says then has all that was kept. */
  readonly state: StateReader
  /** Takes what some more entries make. None of it is proved before the end. */
  readonly keep: (changes: Changes) => void
  /** So many entries at a time. */
  readonly most: number
}

/** Work in pieces: between two of them its caller may do something else. */
export type InPieces<T> = Generator<void, T>

/** So many entries are a piece of work: some milliseconds. */
const A_PIECE = 256

/** All in memory. */
export function restoreInMemory(): RestoreInto {
  const state = memoryState()
  return { state, keep: (changes) => state.apply(changes), most: 20_000 }
}

/**
 * The state that sorted entries of consensus.md 16 make, when they add up to the header's stateHash and totals. Indexes
 * that only the past tells are still missing (`judgeSnapshot`). What it gives lies over what was kept on the way; when
 * it refuses, all that was kept is worth nothing. Yields after each few hundred entries.
 */
export function* restoreEntries(
  entries: Iterable<Uint8Array>,
  { stateHash, totals }: Pick<Header, 'stateHash' | 'totals'>,
  into: RestoreInto,
): InPieces<Result<Overlay, SnapshotRefusal>> {
  let state = new Overlay(into.state)
  let ledger = restoreLedger(state)
  const sum = new Lattice()
  let before: Uint8Array | undefined
  let count = 0
  for (const entry of entries) {
    if (count > 0 && count % into.most === 0) {
      ledger.close()
      into.keep(state.changes())
      state = new Overlay(into.state)
      ledger = restoreLedger(state)
    }
    if (before && compareBytes(before, entry) >= 0) return snapshotRefusal('snapshot-order', { entry: count })
    const kept = place(state, ledger, entry)
    if (!kept) return snapshotRefusal('snapshot-entry', { entry: count })
    sum.add(kept)
    before = entry
    count += 1
    if (count % A_PIECE === 0) yield
  }
  const wrong = ledger.totals().findIndex((total, i) => total !== totals[i])
  if (wrong >= 0) return snapshotRefusal('snapshot-totals', { total: wrong })
  ledger.close()
  const lattice = sum.bytes()
  state.put(LATTICE_KEY, lattice)
  return equalBytes(stateHashOf(lattice), stateHash) ? ok(state) : snapshotRefusal('snapshot-state')
}

/** Writes an entry; gives it as it is kept. Undefined when it is none, or its place is taken. */
function place(state: Overlay, ledger: LedgerRestore, entry: Uint8Array): Uint8Array | undefined {
  const placed = keyAndValue(entry)
  if (!placed) return ledger.add(entry)
  const [key, value] = placed
  if (isTaken(state, key)) return undefined
  state.put(key, value)
  return entry
}

const isTaken = (state: StateReader, key: string) => state.get(key) !== undefined

/** Entries 0x04 to 0x07: what the state keeps of them, and where. */
function keyAndValue(entry: Uint8Array): readonly [string, Uint8Array] | undefined {
  const reader = new Reader(entry)
  const mark = reader.u8()
  if (mark === 4 && entry.length === 125) {
    const outpoint = { txid: reader.bytes(32), index: reader.u32() }
    return [stakeKey(outpoint), reader.bytes(88)]
  }
  if (mark === 5 && entry.length === 37) return [suspendedKey(reader.bytes(32)), reader.bytes(4)]
  if (mark === 6 && entry.length === 77) {
    const claim = {
      claimId: reader.bytes(32),
      key: reader.bytes(32),
      height: reader.u32(),
      rank: reader.u64(),
    }
    return [stateKeyOf(claim), encodeClaimEntry(claim)]
  }
  return mark === 7 && entry.length === 121 ? [CHAIN_KEY, reader.bytes(120)] : undefined
}
