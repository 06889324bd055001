import { equalBytes, sha256Into } from '@vc/crypto'
import { type Space, StorageRotError, spaces } from './store.ts'

const SEAL = 32
/** Longest key that goes to the tree as it is; a longer one is cut and closed with its hash. */
const LONGEST_KEY = 1_900
/** Most values are outputs and ids: they are hashed in one memory that stays. */
const scratch = new Uint8Array(8_192)
const names = new Map(spaces.map((space) => [space, new Uint8Array(Buffer.from(space))]))

/** Writes the hash of space, key and value, one after the other, to the beginning of `place`. */
function seal(place: Uint8Array, space: Space, key: Uint8Array, value: Uint8Array): void {
  const name = names.get(space) ?? new Uint8Array()
  const length = name.length + key.length + value.length
  const bytes = length <= scratch.length ? scratch : new Uint8Array(length)
  bytes.set(name, 0)
  bytes.set(key, name.length)
  bytes.set(value, name.length + key.length)
  sha256Into(bytes.subarray(0, length), place, 0)
}

/** A value with the hash of its place and content in front. */
export function sealed(space: Space, key: Uint8Array, value: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(SEAL + value.length)
  seal(bytes, space, key, value)
  bytes.set(value, SEAL)
  return bytes
}

/** The value behind its seal, in the memory of `bytes`. Throws StorageRotError when it does not match. */
export function unsealed(space: Space, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const written = bytes.subarray(0, SEAL)
  const value = new Uint8Array(bytes.buffer, bytes.byteOffset + written.length, bytes.length - written.length)
  const due = new Uint8Array(SEAL)
  seal(due, space, key, value)
  if (!equalBytes(due, written)) throw new StorageRotError(space, key)
  return value
}

/** Does this key fit into the tree? */
export const fits = (key: Uint8Array) => key.length > 0 && key.length <= LONGEST_KEY
