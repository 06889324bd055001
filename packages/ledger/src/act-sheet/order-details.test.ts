import { utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { eventsFacts, orderFacts } from './order-details.ts'
import { sentenceOf } from './sentences.ts'

const contract = { name: '丰年种业', account: '0f'.repeat(20), amount: '40000', reference: 'S-1' }
const order = { title: 'Rice', buyer: 'Schools', need: '41000', deadline: '120', contracts: [contract] }
const factsOf = (change: object = {}) => orderFacts(utf8(JSON.stringify({ ...order, ...change })))

test('an order tells its signer every contract that it pays, in both languages', () => {
  const line = {
    what: 'record',
    table: 'order',
    key: '01',
    keyText: '01',
    bytes: '9',
    valueHash: 'ab',
    ...factsOf(),
  }
  const wording = { decimals: 2 }
  expect(sentenceOf(line, 'en', wording)).toContain('needs 410.00 before height 120 and pays 1 contracts')
  expect(sentenceOf(line, 'en', wording)).toContain(`400.00 to ${contract.account} (“丰年种业, S-1”)`)
  expect(sentenceOf(line, 'zh', wording)).toContain(`付 400.00 给 ${contract.account}`)
})

test('an order that credit pays says so, with the goods and the day of each contract', () => {
  const contracts = [{ ...contract, goods: 'Seed, 2 t', due: '2026-12-01' }]
  const facts = factsOf({ paidBy: 'credit', contracts })
  const line = {
    what: 'record',
    table: 'order',
    key: '01',
    keyText: '01',
    bytes: '9',
    valueHash: 'ab',
    ...facts,
  }
  const english = sentenceOf(line, 'en', { decimals: 2 })
  expect(english).toContain('its buyers pay 410.00 on delivery before height 120; credit of the co-op pays 1')
  expect(english).toContain('(“丰年种业, S-1, Seed, 2 t, 2026-12-01”)')
  expect(sentenceOf(line, 'zh', { decimals: 2 })).toContain('由合作社的授信支付 1 份合同')
})

test.each([
  ['a payer that nobody knows', { paidBy: 'somebody' }],
  ['goods without their day', { contracts: [{ ...contract, goods: 'Seed' }] }],
  ['an amount that is no number', { contracts: [contract, { ...contract, amount: '1e3' }] }],
  ['an account of another form', { contracts: [{ ...contract, account: '0F'.repeat(20) }] }],
  ['a need that is no number', { need: 41_000 }],
  ['a title with a line of its own', { title: 'Rice\nPays nothing' }],
  ['contracts that are no list', { contracts: contract }],
])('%s is shown by nothing but the hash of the record', (_, change) => {
  expect(factsOf(change)).toBeUndefined()
})

test('bytes that are no order, or no record of events, say nothing', () => {
  expect(orderFacts(Uint8Array.of(0xff))).toBeUndefined()
  expect(eventsFacts(new Uint8Array(67))).toBeUndefined()
  const value = new Uint8Array(68)
  value[32] = 3
  expect(eventsFacts(value)).toEqual({ events: '3', fileHash: '00'.repeat(32) })
})
