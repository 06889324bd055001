import { expect, test } from 'vitest'
import { seal, unseal } from './seal.ts'

const prf = new Uint8Array(32).fill(1)
const salt = new Uint8Array(32).fill(2)
const entropy = new Uint8Array(32).fill(3)
const account = 'ab'.repeat(20)

test('a sealed seed opens with its own key, salt and account only', async () => {
  const sealed = await seal(entropy, prf, salt, account)
  expect(await unseal(sealed, prf, salt, account)).toEqual(entropy)
  const wrong = [
    () => unseal(sealed, salt, salt, account),
    () => unseal(sealed, prf, prf, account),
    () => unseal(sealed, prf, salt, 'cd'.repeat(20)),
  ]
  for (const attempt of wrong) await expect(attempt()).rejects.toThrow('seed-sealed-otherwise')
})

test('the same seed sealed twice looks different', async () => {
  expect(await seal(entropy, prf, salt, account)).not.toEqual(await seal(entropy, prf, salt, account))
})
