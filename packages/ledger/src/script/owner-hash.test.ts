import { hash160, sha256, toHex, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { ownerHashOf } from './owner-hash.ts'
import { parseStandard } from './parse-standard.ts'
import {
  collectiveScript,
  keyHashScript,
  kOfNScript,
  scriptHashScript,
  standardDebtScript,
} from './standard.ts'

const key = hash160(utf8('a key'))
const id = sha256(utf8('a collective'))
const owner = (script: Uint8Array) => ownerHashOf(parseStandard(script))

test('value is its key’s, a debt its debtor’s, and what a collective holds is named by HASH160 of its id', () => {
  expect(owner(keyHashScript(key))).toBe(toHex(key))
  expect(owner(standardDebtScript(key, 100))).toBe(toHex(key))
  expect(owner(collectiveScript(id))).toBe(toHex(hash160(id)))
})

test('what several keys or a hidden script hold is nobody’s alone', () => {
  const keys = [utf8('one'), utf8('two')].map((text) => sha256(text))
  expect(owner(kOfNScript(2, keys))).toBeNull()
  expect(owner(scriptHashScript(id))).toBeNull()
  expect(ownerHashOf(undefined)).toBeNull()
})
