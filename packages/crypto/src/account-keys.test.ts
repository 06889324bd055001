import { expect, test } from 'vitest'
import { accountOf, accountSecret, accountTree, MAIN_STEPS } from './account-keys.ts'
import { toHex } from './bytes.ts'
import { hash160 } from './hash.ts'
import { mnemonicToSeed, newMnemonic } from './mnemonic.ts'
import { schnorrPublicKey } from './schnorr.ts'

const entropy = new Uint8Array(32).fill(7)
const { xpub, debtKeyHash } = accountOf(entropy)
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

test('a text that is no extended key has no tree', () => {
  expect(accountTree('xpub')).toEqual([])
})
