import { assert, must } from '@vc/kernel'

const encoder = new TextEncoder()
/** What each sign of a hex text stands for, by its code. */
const nibbles = Uint8Array.from({ length: 128 }, (_, code) => {
  const at = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())
  return at < 0 ? 0xff : at
})

/** Lower-case hex of the bytes, in their order. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  let i = 0
  for (; i + 32 <= bytes.length; i += 32) text += hashInHex(bytes, i)
  for (; i + 4 <= bytes.length; i += 4) text += wordInHex(bytes, i)
  for (; i < bytes.length; i += 1) text += String.fromCharCode(high(bytes, i), low(bytes, i))
  return text
}

/** The first and the second digit of each byte, as signs. */
const [highDigits, lowDigits] = [0, 1].map((place) =>
  Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0').charCodeAt(place)),
)
const high = (bytes: Uint8Array, i: number) => highDigits?.[at(bytes, i)] ?? 0
const low = (bytes: Uint8Array, i: number) => lowDigits?.[at(bytes, i)] ?? 0

function wordInHex(b: Uint8Array, i: number): string {
  // biome-ignore format: four bytes a row
  return String.fromCharCode(
    high(b, i), low(b, i), high(b, i + 1), low(b, i + 1), high(b, i + 2), low(b, i + 2), high(b, i + 3), low(b, i + 3),
  )
}

/** The digits of 32 bytes, as most names have, by one call: put together of parts they cost three times as much. */
function hashInHex(b: Uint8Array, i: number): string {
  // biome-ignore format: four bytes a row
  return String.fromCharCode(
    high(b, i), low(b, i), high(b, i + 1), low(b, i + 1), high(b, i + 2), low(b, i + 2), high(b, i + 3), low(b, i + 3),
    high(b, i + 4), low(b, i + 4), high(b, i + 5), low(b, i + 5), high(b, i + 6), low(b, i + 6), high(b, i + 7), low(b, i + 7),
    high(b, i + 8), low(b, i + 8), high(b, i + 9), low(b, i + 9), high(b, i + 10), low(b, i + 10), high(b, i + 11), low(b, i + 11),
    high(b, i + 12), low(b, i + 12), high(b, i + 13), low(b, i + 13), high(b, i + 14), low(b, i + 14), high(b, i + 15), low(b, i + 15),
    high(b, i + 16), low(b, i + 16), high(b, i + 17), low(b, i + 17), high(b, i + 18), low(b, i + 18), high(b, i + 19), low(b, i + 19),
    high(b, i + 20), low(b, i + 20), high(b, i + 21), low(b, i + 21), high(b, i + 22), low(b, i + 22), high(b, i + 23), low(b, i + 23),
    high(b, i + 24), low(b, i + 24), high(b, i + 25), low(b, i + 25), high(b, i + 26), low(b, i + 26), high(b, i + 27), low(b, i + 27),
    high(b, i + 28), low(b, i + 28), high(b, i + 29), low(b, i + 29), high(b, i + 30), low(b, i + 30), high(b, i + 31), low(b, i + 31),
  )
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
  if (bytes.length === 32) return hashText(bytes)
  let text = ''
  for (let i = 0; i < bytes.length; i += 1) text += String.fromCharCode(at(bytes, i))
  return text
}

const at = (bytes: Uint8Array, i: number) => bytes[i] ?? 0

/** By one call, and the bytes not as a list: a text put together of parts is what naming mostly costs. */
function hashText(b: Uint8Array): string {
  // biome-ignore format: eight a row
  return String.fromCharCode(
    at(b, 0), at(b, 1), at(b, 2), at(b, 3), at(b, 4), at(b, 5), at(b, 6), at(b, 7),
    at(b, 8), at(b, 9), at(b, 10), at(b, 11), at(b, 12), at(b, 13), at(b, 14), at(b, 15),
    at(b, 16), at(b, 17), at(b, 18), at(b, 19), at(b, 20), at(b, 21), at(b, 22), at(b, 23),
    at(b, 24), at(b, 25), at(b, 26), at(b, 27), at(b, 28), at(b, 29), at(b, 30), at(b, 31),
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

/** A number below 2^32 in four big-endian bytes. */
export function be4(value: number): Uint8Array {
  assert(value >>> 0 === value, 'a number of 32 bits')
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}
