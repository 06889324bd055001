import { expect, test } from 'vitest'
import {
  accountFault,
  accountKeyAt,
  accountOf,
  accountSecret,
  accountTree,
  MAIN_STEPS,
} from './account-keys.ts'
import { toHex } from './bytes.ts'
import { deriveKey, derivePublic } from './extended-key.ts'
import { hash160 } from './hash.ts'
import { mnemonicToSeed, newMnemonic } from './mnemonic.ts'
import { schnorrPublicKey } from './schnorr.ts'

const entropy = new Uint8Array(32).fill(7)
const { accountId, xpub, debtKeyHash } = accountOf(entropy)
const seed = mnemonicToSeed(newMnemonic(entropy))

test('the tree without the seed has the very keys that the seed opens, the main one first', () => {
  const tree = accountTree(xpub)
  expect(tree).toHaveLength(40)
  expect(tree[0]).toEqual({ steps: MAIN_STEPS, keyHash: debtKeyHash })
  for (const { keyHash } of [tree[1], tree[39]].flatMap((key) => key ?? [])) {
    const secret = accountSecret(seed, keyHash)
    expect(secret && toHex(hash160(schnorrPublicKey(secret)))).toBe(keyHash)
  }
})

test('a key is found by its steps, and none where no wallet looks', () => {
  for (const { steps, keyHash } of accountTree(xpub)) expect(accountKeyAt(xpub, steps)).toBe(keyHash)
  for (const steps of [[], [0], [2, 0], [0, 20], [0, 0, 0]]) expect(accountKeyAt(xpub, steps)).toBeUndefined()
})

test('a text that is no extended key has no tree', () => {
  expect(accountKeyAt('xpub', MAIN_STEPS)).toBeUndefined()
  expect(accountTree('xpub')).toEqual([])
})

test('an account derives from its own extended public key of the top alone', () => {
  const facts = { accountId, xpub, debtKeyHash }
  expect(accountFault(facts)).toBeUndefined()
  const others = accountOf(new Uint8Array(32).fill(8))
  for (const wrong of [
    { xpub: others.xpub },
    { accountId: others.accountId },
    { debtKeyHash: others.debtKeyHash },
    { debtKeyHash: accountTree(xpub)[1]?.keyHash ?? '' },
  ])
    expect(accountFault({ ...facts, ...wrong })).toBe('extended-key-foreign')
  for (const none of [null, undefined, 'xpub', deriveKey(seed, 'm').xprv, derivePublic(xpub, 'm/0')?.xpub])
    expect(accountFault({ ...facts, xpub: none })).toBe('extended-key-missing')
})
