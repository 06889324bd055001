import { hash } from 'node:crypto'
import { type Space, StorageRotError } from './store.ts'

const SEAL = 32
/** Longest key that goes to the tree as it is; a longer one is cut and closed with its hash. */
const LONGEST_KEY = 1_900

const digest = (...parts: readonly Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer')

/** A value with the hash of its place and content in front. */
export function sealed(space: Space, key: Uint8Array, value: Uint8Array): Buffer {
  return Buffer.concat([digest(Buffer.from(space), key, value), value])
}

/** The value behind its seal. Throws StorageRotError when it does not match. */
export function unsealed(space: Space, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const value = new Uint8Array(bytes.subarray(SEAL))
  if (!digest(Buffer.from(space), key, value).equals(bytes.subarray(0, SEAL)))
    throw new StorageRotError(space, key)
  return value
}

/** Does this key fit into the tree? */
export const fits = (key: Uint8Array) => key.length > 0 && key.length <= LONGEST_KEY
