import { Writer } from '@vc/ledger'
import { list, whole } from './messages.ts'

const MOST_HEADERS = 2_000

/** `/vdn/beacon/1`: Bitcoin's headers from a height on (consensus.md 19). */
export const encodeBeaconQuestion = (height: number): Uint8Array => new Writer(4).u32(height).finish()

export const decodeBeaconQuestion = (bytes: Uint8Array): number | undefined =>
  whole(bytes, (reader) => reader.u32())

export function encodeBeaconAnswer(headers: readonly Uint8Array[]): Uint8Array {
  const writer = new Writer(8 + 80 * headers.length).compactSize(headers.length)
  for (const header of headers) writer.bytes(header)
  return writer.finish()
}

export const decodeBeaconAnswer = (bytes: Uint8Array): readonly Uint8Array[] | undefined =>
  whole(bytes, (reader) => list(reader, MOST_HEADERS, () => reader.bytes(80)))
