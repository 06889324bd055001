import { concatBytes, utf8 } from './bytes.ts'
import { hashFunctions } from './hash-functions.ts'

/** SHA-256, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return hashFunctions().sha256(data)
}

/** The same, written to `place` from `at` on: where many short things are hashed, the arrays would cost more. */
export function sha256Into(data: Uint8Array, place: Uint8Array, at: number): void {
  hashFunctions().sha256Into(data, place, at)
}

/** SHA-256 twice, 32 bytes: ids of transactions and blocks. */
export function hash256(data: Uint8Array): Uint8Array {
  return hashFunctions().hash256(data)
}

/** SHA-1, 20 bytes: for the script opcode only, nothing relies on it. */
export function sha1(data: Uint8Array): Uint8Array {
  return hashFunctions().sha1(data)
}

/** RIPEMD-160, 20 bytes. */
export function ripemd160(data: Uint8Array): Uint8Array {
  return hashFunctions().ripemd160(data)
}

/** RIPEMD-160 of SHA-256, 20 bytes: the hash of a key. */
export function hash160(data: Uint8Array): Uint8Array {
  return ripemd160(sha256(data))
}

/** SHAKE128 with `length` bytes of output. */
export function shake128(data: Uint8Array, length: number): Uint8Array {
  return hashFunctions().shake128(data, length)
}

/** Adds SHAKE128 of entries to a sum of 1,024 lanes, and takes that of others away (consensus.md 16). */
export function sumShakes(
  lanes: Uint16Array,
  added: readonly Uint8Array[],
  removed: readonly Uint8Array[],
): void {
  hashFunctions().sumShakes(lanes, added, removed)
}

const prefixes = new Map<string, Uint8Array>()

/** TH(tag, parts joined) = SHA256(SHA256(tag) | SHA256(tag) | parts), 32 bytes. Tags are constants of the code. */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(joined(tagPrefix(tag), parts))
}

const scratch = new Uint8Array(4096)

/** Prefix and parts in a row, in memory that is used again with the next call. */
function joined(prefix: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  let length = prefix.length
  for (const part of parts) length += part.length
  const bytes = length <= scratch.length ? scratch : new Uint8Array(length)
  bytes.set(prefix)
  let at = prefix.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes.subarray(0, length)
}

function tagPrefix(tag: string): Uint8Array {
  const known = prefixes.get(tag)
  if (known !== undefined) return known
  const hashed = sha256(utf8(tag))
  const prefix = concatBytes(hashed, hashed)
  prefixes.set(tag, prefix)
  return prefix
}
