import { hash160, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { keyHashScript, type OutputAt, type Transaction, txidOf, valueOutput, writeRecord } from '@vc/ledger'
import { expect, test } from 'vitest'
import { checkItem, isHeldBy, itemWrite, readItem } from './item.ts'

const keyOf = (name: string) => schnorrPublicKey(sha256(utf8(name)))
const accountOf = (name: string) => toHex(hash160(keyOf(name)))
const item = {
  ...{ item: '11111111-2222-4333-8444-555555555555', title: 'SKY', name: '霜剑 Frost' },
  issuer: accountOf('studio'),
}
const at = (txid: Uint8Array): OutputAt => ({
  outpoint: { txid, index: 0 },
  output: { ...valueOutput(keyHashScript(hash160(keyOf('studio'))), 0n), layer: 2, kind: 0, height: 0 },
})

/** The record that gives the item to somebody, as a block has it. */
function recordOf(opener: string, to: string, before?: Transaction, change: object = {}): Transaction {
  const write = { ...itemWrite({ ...item, ...change }), holderScript: keyHashScript(hash160(keyOf(to))) }
  const holder = before ? { holder: at(txidOf(before)) } : {}
  const record = writeRecord({ ...write, commitment: at(sha256(utf8(`${opener} ${to}`))), ...holder })
  const [shown = [], ...rest] = record.witnesses
  return { ...record, witnesses: [[new Uint8Array(64), keyOf(opener), ...shown], ...rest] }
}

test('an item is what its studio wrote, in the hand that the last record gave it to', () => {
  const issued = recordOf('studio', 'ann')
  const sold = recordOf('ben', 'ben', issued)
  expect(checkItem([issued, sold])).toEqual({ ok: true, value: item })
  expect(isHeldBy(sold, accountOf('ben'))).toBe(true)
  expect(isHeldBy(sold, accountOf('ann'))).toBe(false)
})

test.each([
  ['item-issuer', [recordOf('stranger', 'ann')]],
  ['item-hand', [recordOf('studio', 'ann'), recordOf('ben', 'ben')]],
  [
    'item-hand',
    [recordOf('studio', 'ann'), recordOf('ben', 'ben', recordOf('studio', 'ann'), { name: 'Fire' })],
  ],
  ['item-form', []],
])('what is not an item in its hands is refused with %s', (code, records) => {
  expect(checkItem(records)).toEqual({ ok: false, refusal: code })
})

test('only the very bytes of an item are one', () => {
  const { value } = itemWrite(item)
  expect(readItem(value)).toEqual(item)
  expect(readItem(utf8(`${new TextDecoder().decode(value)} `))).toBeUndefined()
  expect(readItem(utf8('{}'))).toBeUndefined()
})
