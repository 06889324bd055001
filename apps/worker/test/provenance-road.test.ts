import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { decodeBlock } from '@vc/consensus'
import { fromHex, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { readRecordItems, txidOf, VALUE } from '@vc/ledger'
import { verifyEvent } from '@vc/settlement'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { type JudgedChain, judgedChain, keysOf } from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import { scriptedNode } from './scripted-node.ts'
import { type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

const operator = keysOf('operator')
let network: TestNetwork
let chain: JudgedChain
let officer: SigningPerson

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  officer = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  const founding = [sample([], [{ element: VALUE, amount: 50_000n, script: operator.script }])]
  const node = scriptedNode()
  node.mine(founding)
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  const { client } = node
  const deps: WorkerDeps = {
    ...{ db, client, log, hooks: submissionHooks, operatingKey: operator.secret, dataDir: '/nowhere' },
  }
  Object.assign(network.deps(), { client })
  chain = judgedChain({ network, node, deps, founding })
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 120_000)
afterAll(() => network?.stop())

const lot = (name: string) => `urn:epc:class:lgtin:4012345.012345.${name}`
const RICE = '01/04012345123456/10/RICE-7'
const when = (day: number) => ({ eventTime: `2026-0${day}-03T08:00:00+08:00`, eventTimeZoneOffset: '+08:00' })
const made = {
  ...{ type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', ...when(5) },
  quantityList: [{ epcClass: lot('PADDY-1'), quantity: 20.5, uom: 'TNE' }],
}
const milled = {
  ...{ type: 'TransformationEvent', bizStep: 'commissioning', ...when(6) },
  inputQuantityList: [{ epcClass: lot('PADDY-1') }, { epcClass: lot('SALT-9') }],
  outputQuantityList: [{ epcClass: lot('RICE-7'), quantity: 14, uom: 'TNE' }],
}
const packed = {
  ...{ type: 'AggregationEvent', action: 'ADD', bizStep: 'packing', ...when(7) },
  ...{ parentID: 'urn:epc:id:sscc:4012345.1234567890', childQuantityList: [{ epcClass: lot('RICE-7') }] },
}
const shipped = {
  ...{ type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'shipping', disposition: 'in_transit', ...when(8) },
  ...{ epcList: ['urn:epc:id:sscc:4012345.1234567890'], 'farm:driver': 'Zhao' },
}
const documentOf = (eventList: readonly unknown[], change: object = {}) => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  ...{ type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-08-04T00:00:00Z' },
  epcisBody: { eventList },
  ...change,
})
const fileOf = (content: unknown) => ({
  fileName: 'rice.jsonld',
  content: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64'),
})
const preview = async (content: unknown) => officer.browser.importFile('provenance.preview', fileOf(content))
const bring = (content: unknown) => officer.browser.importFile('provenance.import', fileOf(content))
const read = async (thing: string) => {
  const answer = await network.browser().ask('provenance.read', { thing })
  return answer.value as Way | null
}

type Event = { text: string; index: number; proof: string[] }
type Way = {
  documents: {
    events: Event[]
    record: { txid: string; block: { bytes: string; final: boolean } } | null
    signerKey: string
  }[]
  gaps: string[]
}
type Bad = { line: number; code: string; column: string }

test('a document is taken whole or not at all, and every bad event is told with its field', async () => {
  const { eventTimeZoneOffset: _, ...timeless } = made
  const events = [
    made,
    { ...made, type: 'TransactionEvent' },
    { ...made, colour: 'red' },
    { ...timeless, action: 'OBSERVE' },
    { ...made, eventTime: 'yesterday' },
    { ...made, quantityList: [{ epcClass: lot('A'), quantity: -1 }] },
    { ...shipped, epcList: [] },
    { ...packed, parentID: undefined },
    { ...milled, outputQuantityList: [] },
    { ...made },
    'an event',
  ]
  const { value } = await preview(documentOf(events))
  const { bad, count } = value as { bad: Bad[]; count: number }
  expect(count).toBe(1)
  expect(bad.map(({ line, code, column }) => [line, code, column ?? ''])).toEqual([
    [2, 'event-type', 'type'],
    [3, 'event-field', 'colour'],
    [4, 'event-missing', 'eventTimeZoneOffset'],
    [5, 'event-value', 'eventTime'],
    [6, 'event-value', 'quantityList.0.quantity'],
    [7, 'event-things', 'epcList'],
    [8, 'event-missing', 'parentID'],
    [9, 'event-things', 'outputEPCList'],
    [10, 'event-repeated', ''],
    [11, 'event-type', 'type'],
  ])
  expect((await bring(documentOf(events))).code).toBe('events-bad')
  expect(await network.database.db.select().from(schema.epcisDocuments)).toEqual([])
})

test.each([
  ['epcis-json', '{ "type": "EPCISDocument",\n\n oops'],
  ['epcis-document', documentOf([made], { schemaVersion: '1.2' })],
  ['epcis-document', documentOf([])],
  ['epcis-too-many', documentOf(Array.from({ length: 2_001 }, () => made))],
])('refuses %s for a whole file', async (code, content) => {
  expect((await preview(content)).code).toBe(code)
})

test('recorded events lead anybody from a lot back to its origin, each under its record in its block, gaps told', async () => {
  const answer = await bring(documentOf([made, milled, packed, shipped]))
  expect(answer.code).toBe('ok')
  expect((await bring(documentOf([made, milled, packed, shipped]))).value).toMatchObject({ isNew: false })
  expect(await read(RICE)).toBeNull()
  await chain.nextBlock()
  const [row] = (await officer.browser.ask('provenance.list')).value as { actId: string }[]
  expect((await signAct(officer, must(row, 'a document').actId)).code).toBe('ok')
  await chain.nextBlock()
  const way = must((await read(RICE)) ?? undefined, 'the lot is known')
  const [document] = way.documents
  const { events, record, signerKey } = must(document, 'one document')
  expect(signerKey).toBe(officer.actKey)
  expect(events.map(({ text }) => JSON.parse(text).type)).toEqual([
    ...['ObjectEvent', 'TransformationEvent', 'AggregationEvent', 'ObjectEvent'],
  ])
  expect(way.gaps).toEqual(['01/04012345123456/10/SALT-9'])
  const block = decodeBlock(fromHex(must(record?.block, 'a block').bytes), 1_000_000)
  const transactions = block.ok ? block.value.transactions : []
  const transaction = transactions.find((one) => toHex(txidOf(one)) === record?.txid)
  const value = must(transaction && readRecordItems(transaction), 'a record').value
  for (const { text, index, proof } of events) {
    expect(verifyEvent(value, utf8(text), index, proof.map(fromHex))).toBe(true)
    expect(verifyEvent(value, utf8(text.replace('2026', '2025')), index, proof.map(fromHex))).toBe(false)
  }
  expect(await read('01/04012345123456/10/OTHER')).toBeNull()
  const lots = (await officer.browser.ask('provenance.lots')).value as { thing: string; events: number }[]
  expect(lots.find(({ thing }) => thing === RICE)).toMatchObject({ events: 2 })
})
