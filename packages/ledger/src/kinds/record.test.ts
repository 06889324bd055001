import { utf8 } from '@vc/crypto'
import { expect, test } from 'vitest'
import { outputsOf, SEQUENCE, valueOutput } from '../build/make-transaction.ts'
import {
  commitRecord,
  genesisAllotment,
  genesisRecord,
  type RecordWrite,
  writeRecord,
} from '../build/record.ts'
import { signInput } from '../build/sign.ts'
import { ada, ben, committed, eve, founded, signAll, written } from '../build/test-kit.ts'
import { testCollective } from '../testing-collective.ts'
import { CIRCULATION, TRANSFER } from '../transaction.ts'
import {
  encodeAccount,
  encodeAgent,
  encodeAnchor,
  encodeChain,
  isRecordValue,
  POWER_ADMIT,
  POWER_APPOINT,
} from './record-values.ts'

const nobody = new Uint8Array(0)
const filled = (length: number, byte = 7) => new Uint8Array(length).fill(byte)
const accountOfBen = (status: number) =>
  encodeAccount({ debtKeyHash: ben.hash, commitment: filled(32), status, agent: ada.key })

/** A village where these records stand in the genesis block. */
function withRecords(...records: readonly RecordWrite[]) {
  const village = founded()
  for (const record of records) village.ledger.found(genesisRecord({ ...record, holderScript: ada.script }))
  return village
}

const agent = (key: Uint8Array, powers: number): RecordWrite => ({
  table: 'agent',
  key,
  value: encodeAgent({ parent: nobody, ceiling: 0n, powers }),
})

/** Ada commits to a record with her coin and writes it, signing with this type. */
function writing({ ledger, coin }: ReturnType<typeof founded>, write: RecordWrite, type = 0) {
  const commitment = ledger.output(committed(ledger, write, coin(0)), 0)
  const tx = writeRecord({ ...write, commitment, holderScript: ada.script })
  const named = outputsOf([commitment])
  return ledger.submit(signInput({ tx, named, network: ledger.network, index: 0, secret: ada.secret, type }))
}

const lacking = (need: number, have: number) => ({
  refusal: { code: 'record-writer', facts: { need, have } },
})

test('only a signature over everything, type 00 or 01, makes its signer a writer', () => {
  const write = { table: 'account', key: ben.hash, value: accountOfBen(1) }
  const answer = (type: number) => writing(withRecords(agent(ada.key, POWER_ADMIT)), write, type)
  for (const type of [0x00, 0x01]) expect(answer(type)).toMatchObject({ ok: true })
  for (const type of [0x02, 0x03, 0x81, 0x82, 0x83]) expect(answer(type)).toMatchObject(lacking(1, 0))
})

test('an agent that appoints, but does not admit, writes no account', () => {
  const write = { table: 'account', key: ben.hash, value: accountOfBen(1) }
  expect(writing(withRecords(agent(ada.key, POWER_APPOINT)), write)).toMatchObject(lacking(1, 0))
})

test('what members vote for is no signature of a key: a collective is no agent, even where its id is listed as one', () => {
  const union = testCollective('union')
  const { ledger, coin } = withRecords(agent(union.id, POWER_ADMIT), ...union.records)
  const allotted = genesisAllotment(CIRCULATION, TRANSFER, [valueOutput(union.script, 900n)])
  ledger.found(allotted)
  const write = { table: 'account', key: ben.hash, value: accountOfBen(1) }
  const commitment = ledger.output(committed(ledger, write, coin(0)), 0)
  const plain = writeRecord({ ...write, commitment, holderScript: ada.script })
  const held = ledger.output(allotted, 0)
  const inputs = [...plain.inputs, { ...held.outpoint, sequence: SEQUENCE }]
  const of = { named: outputsOf([commitment, held]), network: ledger.network }
  const tx = signInput({
    ...{ ...of, tx: { ...plain, inputs, witnesses: [...plain.witnesses, []] } },
    ...{ index: 0, secret: ada.secret },
  })
  expect(ledger.submit(union.vote({ ...of, tx }, 1))).toMatchObject(lacking(1, 0))
})

test('an agent is appointed by the parent that it names: the parent signs, and may appoint', () => {
  const write = (parent: Uint8Array): RecordWrite => ({
    table: 'agent',
    key: eve.key,
    value: encodeAgent({ parent, ceiling: 0n, powers: POWER_ADMIT }),
  })
  const village = () => withRecords(agent(ada.key, POWER_APPOINT), agent(ben.key, POWER_APPOINT))
  expect(writing(village(), write(ada.key))).toMatchObject({ ok: true })
  expect(writing(village(), write(ben.key))).toMatchObject(lacking(2, 0))
  expect(writing(withRecords(agent(ada.key, POWER_ADMIT)), write(ada.key))).toMatchObject(lacking(2, 0))
})

test('an authority that a chain lists twice signs its anchors once', () => {
  const chain = (...keys: readonly Uint8Array[]): RecordWrite => ({
    table: 'chain',
    key: utf8('village'),
    value: encodeChain({ genesis: filled(32), level: 1, keys }),
  })
  const anchor = {
    table: 'anchor',
    key: utf8('village'),
    value: encodeAnchor({ height: 7n, hash: filled(32) }),
  }
  expect(writing(withRecords(chain(ada.key)), anchor)).toMatchObject({ ok: true })
  expect(writing(withRecords(chain(ada.key, ada.key, ben.key)), anchor)).toMatchObject(lacking(2, 1))
})

test('an empty value deletes: the account that stood there is active no more, and can come back', () => {
  const { ledger, coin } = withRecords(agent(ada.key, POWER_ADMIT))
  const write = { table: 'account', key: ben.hash, value: accountOfBen(1) }
  const first = written(ledger, write, coin(0), undefined)
  expect(ledger.view().isActiveDebtKey(ben.hash)).toBe(true)
  const deleted = written(ledger, { ...write, value: nobody }, coin(1), ledger.output(first, 0))
  expect(ledger.view().findRecord('account', ben.hash)?.value).toEqual(nobody)
  expect(ledger.view().isActiveDebtKey(ben.hash)).toBe(false)
  expect(ledger.view().commitmentsOfDebtKey(ben.hash)).toEqual([])
  written(ledger, write, coin(2), ledger.output(deleted, 0))
  expect(ledger.view().isActiveDebtKey(ben.hash)).toBe(true)
})

test('a table has 1 to 64 bytes, a key 1 to 255, a value 4,096 at most', () => {
  const answer = (table: number, key: number, value: number) => {
    const write = { table: 't'.repeat(table), key: filled(key), value: filled(value) }
    const { ledger, coin } = founded()
    const terms = { values: [coin(0)], guard: ada.script, amount: 900n, fee: 100n, changeTo: ada.script }
    const commit = commitRecord({ ...write, ...terms })
    expect(ledger.submit(signAll(ledger, commit, [coin(0)], [[ada.secret]]))).toMatchObject({ ok: true })
    const commitment = ledger.output(commit, 0)
    const tx = writeRecord({ ...write, commitment, holderScript: ada.script })
    return ledger.submit(signAll(ledger, tx, [commitment], [[ada.secret]]))
  }
  for (const [table, key, value] of [
    [64, 255, 4096],
    [1, 1, 0],
  ] as const)
    expect(answer(table, key, value)).toMatchObject({ ok: true })
  for (const [table, key, value] of [
    [65, 1, 1],
    [0, 1, 1],
    [1, 256, 1],
    [1, 0, 1],
    [1, 1, 4097],
  ] as const)
    expect(answer(table, key, value)).toMatchObject({ refusal: { code: 'record-form' } })
})

test('the commitment is a record script: what only looks on is none', () => {
  const { ledger, coin } = founded()
  const write = { table: 'notes', key: utf8('alpha'), value: utf8('first') }
  const tx = writeRecord({ ...write, commitment: coin(0), holderScript: ada.script })
  expect(ledger.submit(signAll(ledger, tx, [], []))).toMatchObject({ refusal: { code: 'record-form' } })
})

test('values of the reserved tables have exactly their form', () => {
  const powers = (of: number) => encodeAgent({ parent: nobody, ceiling: 0n, powers: of })
  const keys = (count: number) => Array.from({ length: count }, () => filled(32))
  const chain = (count: number) => encodeChain({ genesis: filled(32), level: 1, keys: keys(count) })
  const forms: readonly (readonly [string, Uint8Array, boolean])[] = [
    ['account', accountOfBen(3), true],
    ['account', accountOfBen(4), false],
    ['agent', powers(1), true],
    ['agent', powers(7), true],
    ['agent', powers(0), false],
    ['agent', powers(8), false],
    ['chain', chain(64), true],
    ['chain', chain(65), false],
    ['collective', filled(297, 1), true],
    ['collective', filled(298, 1), false],
    ['collective', filled(45, 2), true],
    ['collective', filled(46, 2), false],
    ['collective', filled(45, 3), false],
    ['member', filled(65), true],
    ['member', filled(66), false],
    ['anchor', filled(40), true],
    ['anchor', filled(39), false],
  ]
  for (const [table, value, isOne] of forms) {
    expect([table, value.length, isRecordValue(table, value)]).toEqual([table, value.length, isOne])
    expect(isRecordValue(table, nobody)).toBe(true)
  }
})
