import { ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { shake128 } from '@noble/hashes/sha3.js'
import { assert } from '@vc/kernel'
import { fromHex } from './bytes.ts'
import { type SumShakes, sumShakesBy } from './shake-sums.ts'

/** What computes the hashes. All give the same bytes; they differ in speed only. */
export type HashFunctions = {
  readonly sha256: (data: Uint8Array) => Uint8Array
  /** The same, written to 32 bytes of memory at hand. */
  readonly sha256Into: (data: Uint8Array, place: Uint8Array, at: number) => void
  /** SHA-256 twice. */
  readonly hash256: (data: Uint8Array) => Uint8Array
  readonly ripemd160: (data: Uint8Array) => Uint8Array
  readonly sha1: (data: Uint8Array) => Uint8Array
  /** SHAKE128 with `length` bytes of output. */
  readonly shake128: (data: Uint8Array, length: number) => Uint8Array
  readonly sumShakes: SumShakes
}

/** In plain JavaScript: for browsers, and the measure for the faster ones. */
export const nobleHashes: HashFunctions = {
  sha256: (data) => sha256(data),
  sha256Into: (data, place, at) => place.set(sha256(data), at),
  hash256: (data) => sha256(sha256(data)),
  ripemd160: (data) => ripemd160(data),
  sha1: (data) => sha1(data),
  shake128: (data, length) => shake128(data, { dkLen: length }),
  sumShakes: sumShakesBy((data, length) => shake128(data, { dkLen: length })),
}

/** SHA-256 of "abc" from FIPS 180-4: noble itself is held against a value that it did not compute. */
const abc = Uint8Array.of(97, 98, 99)
const sha256OfAbc = fromHex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')

let functions = nobleHashes

/** The functions in use. */
export const hashFunctions = (): HashFunctions => functions

/**
 * Takes faster functions into use for the whole process, once they have given what noble gives on lengths around every
 * border of a block; throws otherwise. The one thing of this package that can be exchanged: it changes no answer.
 */
export function useHashFunctions(faster: HashFunctions): void {
  const different = firstDifference(faster)
  assert(different === undefined, `hash functions agree: ${different}`)
  functions = faster
}

function firstDifference(faster: HashFunctions): string | undefined {
  if (!same(faster.sha256(abc), sha256OfAbc)) return 'SHA-256 of abc'
  for (const length of [0, 1, 32, 33, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 70_000]) {
    const data = dataOf(length)
    for (const name of ['sha256', 'hash256', 'ripemd160', 'sha1'] as const) {
      if (!same(faster[name](data), nobleHashes[name](data))) return `${name} of ${length} bytes`
    }
    const place = new Uint8Array(34)
    faster.sha256Into(data, place, 1)
    if (!same(place.subarray(1, 33), nobleHashes.sha256(data))) return `SHA-256 of ${length} bytes in place`
  }
  for (const length of shakeLengths) {
    const data = dataOf(length)
    if (!same(faster.shake128(data, 2048), nobleHashes.shake128(data, 2048)))
      return `SHAKE128 of ${length} bytes`
  }
  return sumDifference(faster)
}

/** Odd and even numbers of entries on both sides, short ones and long. */
function sumDifference(faster: HashFunctions): string | undefined {
  const entries = shakeLengths.map(dataOf)
  const different = entries.findIndex((_, count) => {
    const [ours, theirs] = [new Uint16Array(1024).fill(7), new Uint16Array(1024).fill(7)]
    const sides = [entries.slice(0, count), entries.slice(0, entries.length - count)] as const
    faster.sumShakes(ours, ...sides)
    nobleHashes.sumShakes(theirs, ...sides)
    return ours.some((lane, i) => lane !== theirs[i])
  })
  return different < 0 ? undefined : `sums of ${different} entries`
}

const shakeLengths = [0, 1, 7, 8, 90, 166, 167, 168, 169]

/** Bytes that stand inside a longer array, as most of a ledger's do. */
const dataOf = (length: number) =>
  Uint8Array.from({ length: length + 1 }, (_, i) => 7 * i + length).subarray(1)

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])
