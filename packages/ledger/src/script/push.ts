import { Writer } from '../codec/writer.ts'
import { encodeNumber } from './number.ts'

/** The minimal push of an item of any length (ledger.md 11). */
export function minimalPush(item: Uint8Array): Uint8Array {
  const writer = new Writer(item.length + 5)
  writePush(writer, item)
  return writer.finish()
}

/** The minimal push of a number. */
export function numberPush(value: number): Uint8Array {
  return minimalPush(encodeNumber(value))
}

/** Writes the minimal push of an item. */
export function writePush(writer: Writer, item: Uint8Array): void {
  const opcode = pushOpcode(item)
  writer.u8(opcode)
  if (opcode === 0x4c) writer.u8(item.length)
  if (opcode === 0x4d) writer.u16(item.length)
  if (opcode === 0x4e) writer.u32(item.length)
  if (opcode <= 0x4e) writer.bytes(item)
}

/** The opcode that a minimal push of this item has. */
export function pushOpcode(item: Uint8Array): number {
  const length = item.length
  const first = item[0] ?? 0
  if (length === 1 && first >= 1 && first <= 16) return 0x50 + first
  if (length === 1 && first === 0x81) return 0x4f
  if (length <= 75) return length
  return length <= 0xff ? 0x4c : length <= 0xffff ? 0x4d : 0x4e
}
