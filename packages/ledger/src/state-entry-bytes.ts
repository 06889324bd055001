import { compareBytes, parseHex, textBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Writer } from './codec/writer.ts'
import type { StateReader } from './state.ts'
import {
  condemnedEntryBytes,
  decodePlacedOutput,
  decodeRecordEntry,
  decodeRoster,
  drawnEntryBytes,
  outputEntryBytes,
  recordEntryBytes,
  rosterEntryBytes,
} from './state-entries.ts'
import {
  CONDEMNED_PREFIX,
  DRAWN_PREFIX,
  keyOfRecordKey,
  OUTPUT_PREFIX,
  outpointOfKey,
  recordPrefix,
  tableBytes,
  tableOfRecordKey,
} from './state-keys.ts'

type Entries = Iterable<Uint8Array>

/**
 * The entries of consensus.md 16 that the ledger keeps, mark by mark and ascending within each. They are read as they are
 * asked for: in memory are the outputs of one transaction, and what is few.
 */
export function sortedEntryBytes(
  state: StateReader,
): Readonly<Record<'outputs' | 'records' | 'condemned' | 'rosters' | 'drawn', Entries>> {
  return {
    outputs: outputs(state),
    records: records(state),
    condemned: condemned(state),
    rosters: rosters(state),
    drawn: drawn(state),
  }
}

/** All of them, 0x01, 0x02, 0x03, 0x08 and 0x09, ascending. For snapshots and tests. */
export function* stateEntryBytes(state: StateReader): Entries {
  const entries = sortedEntryBytes(state)
  yield* entries.outputs
  yield* entries.records
  yield* entries.condemned
  yield* entries.rosters
  yield* entries.drawn
}

/** Keys have the index with its highest byte first, entries with its lowest: within a transaction the order is another. */
function* outputs(state: StateReader): Entries {
  let [txid, open]: [string, Uint8Array[]] = ['', []]
  for (const [key, value] of state.range(OUTPUT_PREFIX)) {
    const next = key.slice(0, -INDEX_SIGNS)
    if (next !== txid) {
      yield* open.sort(compareBytes)
      open = []
      txid = next
    }
    open.push(outputEntryBytes(outpointOfKey(key), decodePlacedOutput(value)))
  }
  yield* open.sort(compareBytes)
}

const INDEX_SIGNS = 4

/** An entry begins with the lengths of its table's name and of its key, a key of the state with neither. */
function* records(state: StateReader): Entries {
  const lengths = keyLengths(state)
  const tables = ascending([...lengths.keys()], (table) => sized(tableBytes(table)))
  for (const table of tables) {
    for (const length of ascending([...(lengths.get(table) ?? [])], sizeBytes)) {
      for (const [key, value] of state.range(recordPrefix(table))) {
        const name = keyOfRecordKey(key)
        if (name.length === length) yield recordEntryBytes(table, name, decodeRecordEntry(value))
      }
    }
  }
}

/** Which lengths the keys of each table have. */
function keyLengths(state: StateReader): ReadonlyMap<string, ReadonlySet<number>> {
  const lengths = new Map<string, Set<number>>()
  for (const [key] of state.range('r:')) {
    const table = tableOfRecordKey(key)
    const known = lengths.get(table) ?? new Set()
    lengths.set(table, known.add(keyOfRecordKey(key).length))
  }
  return lengths
}

const sizeBytes = (size: number) => new Writer(9).compactSize(size).finish()
const sized = (bytes: Uint8Array) => new Writer(9 + bytes.length).varbytes(bytes).finish()

function ascending<T>(list: readonly T[], bytesOf: (one: T) => Uint8Array): readonly T[] {
  return list.toSorted((a, b) => compareBytes(bytesOf(a), bytesOf(b)))
}

function* condemned(state: StateReader): Entries {
  for (const [key] of state.range(CONDEMNED_PREFIX))
    yield condemnedEntryBytes(textBytes(key.slice(CONDEMNED_PREFIX.length)))
}

/** As many as there are foundation groups. */
function rosters(state: StateReader): Entries {
  const entries = [...state.range('g:')].map(([key, value]) =>
    rosterEntryBytes(key.slice(2), decodeRoster(value)),
  )
  return entries.sort(compareBytes)
}

function* drawn(state: StateReader): Entries {
  for (const [key] of state.range(DRAWN_PREFIX))
    yield drawnEntryBytes(must(parseHex(key.slice(DRAWN_PREFIX.length)), 'txid in the key'))
}
