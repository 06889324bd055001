import { assert, must } from '@vc/kernel'

const encoder = new TextEncoder()
/** What each sign of a hex text stands for, by its code. */
const nibbles = Uint8Array.from({ length: 128 }, (_, code) => {
  const at = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())
  return at < 0 ? 0xff : at
})
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex of the bytes, in their order. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 1) text += hexOfByte[bytes[i] ?? 0]
  return text
}

/** Bytes of a hex text in either case; undefined for an odd length or any other sign. */
export function parseHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i += 1) {
    const high = nibbles[text.charCodeAt(2 * i)] ?? 0xff
    const low = nibbles[text.charCodeAt(2 * i + 1)] ?? 0xff
    if (high > 15 || low > 15) return undefined
    bytes[i] = 16 * high + low
  }
  return bytes
}

/** Bytes of a hex text that must be good; throws on malformed text. For text from outside use `parseHex`. */
export function fromHex(text: string): Uint8Array {
  return must(parseHex(text), 'hex text')
}

/** One sign, U+0000 to U+00FF, for each byte: the shortest name that a map can take. */
export function byteText(bytes: Uint8Array): string {
  let text = ''
  let at = 0
  for (; at + 8 <= bytes.length; at += 8) text += eightSigns(bytes, at)
  for (; at < bytes.length; at += 1) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

/** Many signs by one call, and the bytes not as a list: this is most of what naming costs. */
function eightSigns(b: Uint8Array, at: number): string {
  const [c, d] = [at + 2, at + 4]
  return String.fromCharCode(
    b[at] ?? 0,
    b[at + 1] ?? 0,
    b[c] ?? 0,
    b[c + 1] ?? 0,
    b[d] ?? 0,
    b[d + 1] ?? 0,
    b[d + 2] ?? 0,
    b[d + 3] ?? 0,
  )
}

/** The inverse of `byteText`. */
export function textBytes(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
}

/** The parts, one after the other, in new memory. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Whether both hold the same bytes. Not for secrets: its time depends on the bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}

/** Lexicographic order: negative, zero or positive; a prefix comes before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The unsigned number that big-endian bytes write. */
export function bytesToNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`)
}

/** Big-endian bytes of an unsigned number in exactly `length` bytes; a number that does not fit is a defect of ours. */
export function numberToBytes(value: bigint, length: number): Uint8Array {
  assert(value >= 0n && value < 1n << BigInt(8 * length), 'number fits its bytes')
  return fromHex(value.toString(16).padStart(2 * length, '0'))
}
