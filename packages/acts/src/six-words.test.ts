import { newMnemonic, sha256, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { sixWords } from './six-words.ts'

test('the six words are the first six of the BIP39 words of the hash', () => {
  const hash = sha256(utf8('an act sheet'))
  expect(sixWords(hash, 'en')).toEqual(newMnemonic(hash).split(' ').slice(0, 6))
})

test('Chinese readers get Chinese words', () => {
  expect(sixWords(sha256(utf8('an act sheet')), 'zh-CN').join('')).toMatch(/^\p{Script=Han}{6}$/u)
})
