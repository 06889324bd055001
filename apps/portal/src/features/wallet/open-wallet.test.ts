import { derivePublic, fromHex, hash160, toHex, verifySchnorr } from '@vc/crypto'
import { expect, test } from 'vitest'
import { accountOf, walletOf } from './open-wallet.ts'

const entropy = () => new Uint8Array(32).fill(9)

test('the debt key of an account is provably a child of its extended key', () => {
  const { xpub, debtKeyHash } = accountOf(entropy())
  const child = derivePublic(xpub, 'm/0/0')
  expect(toHex(hash160(child?.publicKey.slice(1) ?? new Uint8Array()))).toBe(debtKeyHash)
})

test('an open wallet signs for the hash of its key, and for no other', () => {
  const { debtKeyHash } = accountOf(entropy())
  const digest = new Uint8Array(32).fill(3)
  const wallet = walletOf(entropy())
  const { schnorr, publicKey } = wallet.sign(debtKeyHash, digest)
  expect(verifySchnorr(fromHex(schnorr), digest, fromHex(publicKey))).toBe(true)
  expect(() => wallet.sign('00'.repeat(20), digest)).toThrow('no-wallet')
})
