import { must } from '@vc/kernel'
import { Reader } from './codec/reader.ts'
import { writeOutpoint } from './codec/transaction.ts'
import { Writer } from './codec/writer.ts'
import { tableBytes } from './state-keys.ts'
import type { Element, Kind, Layer, Outpoint, PlacedOutput } from './transaction.ts'
import type { RecordEntry, Roster } from './view.ts'

/** Value of an output's entry: height u32 | layer | kind | element | amount u64 | script varbytes. */
export function encodePlacedOutput(output: PlacedOutput): Uint8Array {
  const writer = new Writer(32 + output.script.length)
  writePlacedOutput(writer, output)
  return writer.finish()
}

function writePlacedOutput(writer: Writer, output: PlacedOutput): void {
  writer.u32(output.height).u8(output.layer).u8(output.kind).u8(output.element)
  writer.u64(output.amount).varbytes(output.script)
}

/** Reads what `encodePlacedOutput` wrote. */
export function decodePlacedOutput(bytes: Uint8Array): PlacedOutput {
  const length = bytes[scriptAt - 1] ?? 0
  const isShort = length < 0xfd && bytes.length === scriptAt + length
  return isShort ? decodeShort(bytes) : decodeLong(bytes)
}

const scriptAt = 16

/** A script of up to 252 bytes, as nearly all are: read in place, without asking short arrays for their buffer. */
function decodeShort(bytes: Uint8Array): PlacedOutput {
  const amount = BigInt(u32At(bytes, 7) + 2 ** 32 * u32At(bytes, 11))
  const [layer, kind, element] = [bytes[4] as Layer, bytes[5] as Kind, bytes[6] as Element]
  return { height: u32At(bytes, 0), layer, kind, element, amount, script: bytes.slice(scriptAt) }
}

const u32At = (bytes: Uint8Array, at: number) =>
  ((bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)) >>>
  0

function decodeLong(bytes: Uint8Array): PlacedOutput {
  const reader = new Reader(bytes)
  const height = reader.u32()
  const layer = reader.u8() as Layer
  const kind = reader.u8() as Kind
  const element = reader.u8() as Element
  const amount = reader.u64()
  return whole(reader, { height, layer, kind, element, amount, script: reader.varbytes() })
}

/** Value of a record's entry: its holder's outpoint | value varbytes. The holder's txid is the record's. */
export function encodeRecordEntry(entry: RecordEntry): Uint8Array {
  const writer = new Writer(48 + entry.value.length)
  writeOutpoint(writer, entry.holder)
  return writer.varbytes(entry.value).finish()
}

/** Reads what `encodeRecordEntry` wrote. */
export function decodeRecordEntry(bytes: Uint8Array): RecordEntry {
  const reader = new Reader(bytes)
  const holder = readOutpoint(reader)
  return whole(reader, { holder, value: reader.varbytes() })
}

/** Value of a roster's entry: outpoint | keys[] varbytes. */
export function encodeRoster(roster: Roster): Uint8Array {
  const writer = new Writer(64 + 34 * roster.keys.length)
  writeRoster(writer, roster)
  return writer.finish()
}

/** Reads what `encodeRoster` wrote. */
export function decodeRoster(bytes: Uint8Array): Roster {
  const reader = new Reader(bytes)
  const outpoint = readOutpoint(reader)
  const keys = Array.from({ length: reader.compactSize() }, () => reader.varbytes())
  return whole(reader, { outpoint, keys })
}

/** Entry 0x01 of consensus.md 16. */
export function outputEntryBytes(outpoint: Outpoint, output: PlacedOutput): Uint8Array {
  const writer = new Writer(entryHead + 32 + output.script.length).u8(0x01)
  writeOutpoint(writer, outpoint)
  writePlacedOutput(writer, output)
  return writer.finish()
}

/** Mark and outpoint, which stand before the placed output in its entry. */
const entryHead = 37

/** The bytes of the placed output in its entry, in the same memory. */
export function placedInEntry({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset + entryHead, length - entryHead)
}

/** The same from the bytes of the placed output. */
export function outputEntryOf(outpoint: Outpoint, placed: Uint8Array): Uint8Array {
  const writer = new Writer(37 + placed.length).u8(0x01)
  writeOutpoint(writer, outpoint)
  return writer.bytes(placed).finish()
}

/** Entry 0x02 of consensus.md 16. */
export function recordEntryBytes(table: string, key: Uint8Array, entry: RecordEntry): Uint8Array {
  const writer = new Writer(128 + entry.value.length).u8(0x02)
  writer.varbytes(tableBytes(table)).varbytes(key).varbytes(entry.value)
  return writer.bytes(entry.holder.txid).finish()
}

/** Entry 0x03 of consensus.md 16. */
export function condemnedEntryBytes(txid: Uint8Array): Uint8Array {
  return new Writer(33).u8(0x03).bytes(txid).finish()
}

/** Entry 0x09, beside those of consensus.md 16: a transaction that spent nothing (docs/adr/0004). */
export function drawnEntryBytes(txid: Uint8Array): Uint8Array {
  return new Writer(33).u8(0x09).bytes(txid).finish()
}

/** Entry 0x08 of consensus.md 16. */
export function rosterEntryBytes(group: string, roster: Roster): Uint8Array {
  const writer = new Writer(128).u8(0x08).varbytes(tableBytes(group))
  writeRoster(writer, roster)
  return writer.finish()
}

function writeRoster(writer: Writer, roster: Roster): void {
  writeOutpoint(writer, roster.outpoint)
  writer.compactSize(roster.keys.length)
  for (const key of roster.keys) writer.varbytes(key)
}

function readOutpoint(reader: Reader): Outpoint {
  const txid = reader.bytes(32)
  return { txid, index: reader.u32() }
}

/** Our own store holds only what we wrote. */
function whole<T>(reader: Reader, value: T): T {
  reader.end()
  return must(reader.failure === undefined ? value : undefined, 'the state holds what was written')
}
