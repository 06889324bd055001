import { parseHex, textBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
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
  outpointOfKey,
  tableOfRecordKey,
} from './state-keys.ts'

/** Bytes of every entry of consensus.md 16 that the ledger keeps: 0x01, 0x02, 0x03, 0x08 and 0x09. For snapshots and tests. */
export function* stateEntryBytes(reader: StateReader): Iterable<Uint8Array> {
  for (const [key, value] of reader.range('o:')) {
    yield outputEntryBytes(outpointOfKey(key), decodePlacedOutput(value))
  }
  for (const [key, value] of reader.range('r:')) {
    yield recordEntryBytes(tableOfRecordKey(key), keyOfRecordKey(key), decodeRecordEntry(value))
  }
  for (const [key] of reader.range(CONDEMNED_PREFIX)) {
    yield condemnedEntryBytes(textBytes(key.slice(CONDEMNED_PREFIX.length)))
  }
  for (const [key] of reader.range(DRAWN_PREFIX)) {
    yield drawnEntryBytes(must(parseHex(key.slice(DRAWN_PREFIX.length)), 'txid in the key'))
  }
  for (const [key, value] of reader.range('g:')) yield rosterEntryBytes(key.slice(2), decodeRoster(value))
}
