import { seeded } from '@vc/kernel/testing'
import { afterAll, expect, it } from 'vitest'
import { hash160, hash256, sha256, shake128, taggedHash } from './hash.ts'
import { type HashFunctions, nobleHashes, useHashFunctions } from './hash-functions.ts'
import { nodeHashes, openNativeHashes } from './native-hashes.ts'

const random = seeded(180)
const bytes = (length: number) => Uint8Array.from({ length }, () => random(256))
const candidates: readonly (readonly [string, HashFunctions])[] = [
  ["Node's", nodeHashes],
  ["the machine's", await openNativeHashes()],
]
afterAll(() => useHashFunctions(nobleHashes))

it.each(candidates)(
  '%s hash functions give what noble gives, on fresh arrays and on parts of others',
  (_, own) => {
    for (let round = 0; round < 300; round += 1) {
      const whole = bytes(random(400))
      const part = whole.subarray(random(whole.length + 1))
      for (const name of ['sha256', 'hash256', 'ripemd160', 'sha1'] as const) {
        expect(own[name](part), name).toEqual(nobleHashes[name](part))
      }
      const place = new Uint8Array(40).fill(9)
      own.sha256Into(part, place, 5)
      const around = [...place.subarray(0, 5), ...place.subarray(37)]
      expect(place.subarray(5, 37)).toEqual(nobleHashes.sha256(part))
      expect(around, 'nothing else is written').toEqual(new Array(8).fill(9))
      expect(own.shake128(part, 64)).toEqual(nobleHashes.shake128(part, 64))
    }
  },
)

it('what is in use gives the same answers before and after the exchange', async () => {
  const data = bytes(1_234)
  const all = () => [
    sha256(data),
    hash256(data),
    hash160(data),
    shake128(data, 2048),
    taggedHash('t', data, data),
  ]
  const before = all()
  const digest = sha256(data)
  useHashFunctions(await openNativeHashes())
  expect(all()).toEqual(before)
  sha256(bytes(10))
  expect(digest, 'an answer is nobody else’s memory').toEqual(before[0])
})

it('functions that differ anywhere are not taken into use', () => {
  const wrong = {
    ...nobleHashes,
    shake128: (data: Uint8Array, length: number) => nobleHashes.shake128(data, length).fill(0),
  }
  expect(() => useHashFunctions(wrong)).toThrow('SHAKE128')
  expect(() => useHashFunctions({ ...nobleHashes, sha256: nobleHashes.hash256 })).toThrow('SHA-256 of abc')
})
