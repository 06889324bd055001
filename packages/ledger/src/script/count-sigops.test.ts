import { sha256, utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { countSigops, inputSigops } from './count-sigops.ts'
import { keyHashScript, scriptHashScript } from './standard.ts'

const [CHECKSIG, CHECKSIGVERIFY, CHECKSIGADD, CHECKCOLLECTIVE] = [0xac, 0xad, 0xba, 0xbb]

test('each signature check of a script counts, a vote of a collective for twenty, run or not', () => {
  expect(countSigops(Uint8Array.of(CHECKSIG))).toBe(1)
  expect(countSigops(Uint8Array.of(CHECKSIGVERIFY, CHECKSIG))).toBe(2)
  expect(countSigops(Uint8Array.of(CHECKSIG, CHECKSIGADD, CHECKSIGADD))).toBe(3)
  expect(countSigops(Uint8Array.of(CHECKCOLLECTIVE))).toBe(20)
  expect(countSigops(Uint8Array.of(0x00, 0x63, CHECKSIG, 0x67, CHECKCOLLECTIVE, 0x68))).toBe(21)
  expect(countSigops(keyHashScript(new Uint8Array(20)))).toBe(1)
})

test('what is pushed is no check, and a cut push ends the count', () => {
  expect(countSigops(Uint8Array.of(2, CHECKSIG, CHECKSIG))).toBe(0)
  expect(countSigops(Uint8Array.of(CHECKSIG, 9, CHECKSIG))).toBe(1)
})

test('behind a script hash the script that the witness ends with counts', () => {
  const real = Uint8Array.of(CHECKSIG, CHECKCOLLECTIVE)
  const script = scriptHashScript(sha256(real))
  expect(inputSigops(script, [utf8('an item'), real])).toBe(21)
  expect(inputSigops(script, [])).toBe(0)
})
