import { expect, test } from 'vitest'
import { deriveChildKey } from './derive-child-key.ts'
import { ed25519PublicKey, isEd25519Key } from './ed25519.ts'
import { deriveKey } from './extended-key.ts'
import { isPublicKey } from './is-public-key.ts'
import { p256PublicKey } from './p256.ts'
import { schnorrPublicKey } from './schnorr.ts'

const secret = new Uint8Array(32).fill(7)

test('a public key is a point of the curve that its length means', () => {
  expect(isPublicKey(schnorrPublicKey(secret))).toBe(true)
  expect(isPublicKey(p256PublicKey(secret))).toBe(true)
  expect(isPublicKey(new Uint8Array(32))).toBe(false)
  expect(isPublicKey(new Uint8Array(33).fill(5))).toBe(false)
  expect(isPublicKey(new Uint8Array(20))).toBe(false)
})

test('a key of a node is a point of Ed25519', () => {
  expect(isEd25519Key(ed25519PublicKey(secret))).toBe(true)
  expect(isEd25519Key(Uint8Array.of(2, ...new Uint8Array(31)))).toBe(false)
  expect(isEd25519Key(ed25519PublicKey(secret).subarray(1))).toBe(false)
})

test('a child key follows from the public half alone', () => {
  const master = deriveKey(secret, 'm')
  const child = deriveKey(secret, 'm/3/70000')
  expect(deriveChildKey(master.publicKey, master.chainCode, [3, 70_000])).toEqual(child.publicKey)
  expect(deriveChildKey(master.publicKey, master.chainCode, [2 ** 31])).toBeUndefined()
})
