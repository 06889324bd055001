import { toHex, utf8 } from '@vc/crypto'
import {
  CREDIT,
  encodeTransaction,
  giveCredit,
  keyHashScript,
  MANAGEMENT,
  type PlacedOutput,
  recordScript,
  TRANSFER,
  txidOf,
} from '@vc/ledger'
import { expect, test } from 'vitest'
import { hasTerms } from './find-terms.ts'

const fill = (byte: number, length: number) => new Uint8Array(length).fill(byte)
const debtorKeyHash = fill(7, 20)
const applicationId = '0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a'
const lots = [{ amount: 5_000n, expiryHeight: 900 }]
const text = '{"guarantee":"A barn","purpose":"Seed"}'
const output: PlacedOutput = {
  ...{ element: CREDIT, amount: 9_000n, script: keyHashScript(fill(1, 20)) },
  ...{ layer: MANAGEMENT, kind: TRANSFER, height: 0 },
}
const tx = giveCredit({
  managementCredit: { outpoint: { txid: fill(2, 32), index: 0 }, output },
  ...{ amount: 5_000n, fee: 100n, debtorKeyHash, lots },
  mark: { amount: 1n, payTo: recordScript('pledge', fill(10, 16), utf8(text), keyHashScript(debtorKeyHash)) },
})
const [bytes, txid] = [toHex(encodeTransaction(tx)), toHex(txidOf(tx))]
const pledge = { text, applicationId }

test('the text of the terms is found in the bytes of the transaction that gave the debt, and no other text', () => {
  expect(hasTerms(bytes, txid, pledge)).toBe(true)
  expect(hasTerms(bytes, txid, { ...pledge, text: pledge.text.replace('Seed', 'Weed') })).toBe(false)
  expect(hasTerms(bytes, txid, { ...pledge, applicationId: applicationId.replace('0', '1') })).toBe(false)
})

test('bytes of another transaction than the debt’s prove nothing', () => {
  expect(hasTerms(bytes, toHex(fill(3, 32)), pledge)).toBe(false)
  expect(hasTerms('00', txid, pledge)).toBe(false)
})
