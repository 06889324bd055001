import { concatBytes, fromHex, merkleRoot, verifyInclusion } from '@vc/crypto'
import { Reader, Writer } from '@vc/ledger'

/** The table of the ledger in which documents of EPCIS events stand: key is the document's id, value `eventsValue`. */
export const EPCIS_TABLE = 'epcis'

/** What the record of a document says: Merkle root over its events 32 | their number u32 | SHA256 of the file 32. */
export function eventsValue(events: readonly Uint8Array[], digest: string): Uint8Array {
  return concatBytes(merkleRoot(events), new Writer(4).u32(events.length).finish(), fromHex(digest))
}

/** Whether an event stands at a place under a record's value. */
export function verifyEvent(
  value: Uint8Array,
  event: Uint8Array,
  index: number,
  proof: readonly Uint8Array[],
): boolean {
  const reader = new Reader(value)
  const root = reader.bytes(32)
  const size = reader.u32()
  reader.bytes(32)
  reader.end()
  return reader.failure === undefined && verifyInclusion({ root, leaf: event, index, size, proof })
}
