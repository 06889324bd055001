import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { firstHand, followTransfers } from '@vc/certificates'
import { decodeBlock, ledgerBook } from '@vc/consensus'
import { fromHex, hash160, nobleChecks, schnorrPublicKey, toHex, utf8 } from '@vc/crypto'
import { schema, shownRows } from '@vc/db'
import { armFailpoints, must } from '@vc/kernel'
import {
  applyTransaction,
  commitRecord,
  judgeTransaction,
  keyHashScript,
  memoryState,
  type NamedOutput,
  type OutputAt,
  Overlay,
  outputsOf,
  readRecordItems,
  sheetHashOf,
  signInput,
  type Transaction,
  txidOf,
  VALUE,
  viewOf,
  writeRecord,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { sample } from './sample-transactions.ts'
import { type ScriptedNode, scriptedNode } from './scripted-node.ts'
import { drain, readTransaction, type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

const operatingKey = new Uint8Array(32).fill(11)
const thief = new Uint8Array(32).fill(12)
const scriptOf = (secret: Uint8Array) => keyHashScript(hash160(schnorrPublicKey(secret)))
let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let genesis: Transaction
let centre: SigningPerson
let buyer: SigningPerson
let runs = 0

beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
afterEach(() => armFailpoints(undefined))

beforeEach(async () => {
  const tables =
    'blocks, transactions, inputs, outputs, records, certificate_parts, credit_reminders, projection_cursor'
  await network.database.sql.unsafe(`truncate ${tables}`)
  network.reset()
  centre = await signingPerson(
    network,
    (await network.found('trading-centre')).organisationId,
    'trading-centre',
  )
  buyer = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  const pays = (secret: Uint8Array) =>
    ({ element: VALUE, amount: 10_000n, script: scriptOf(secret) }) as const
  genesis = sample([], [pays(operatingKey), pays(thief)])
  node = scriptedNode()
  node.mine([genesis])
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  deps = { db, client: node.client, log, hooks: submissionHooks, operatingKey, dataDir: '/nowhere' }
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
})

/** A block of all that waits; a worker that falls on it comes back. */
async function nextBlock(final = false) {
  node.minePool()
  if (final) node.finalise(node.height())
  for (let tries = 0; tries < 9; tries += 1) {
    const isDone = await followChain(deps).then(
      () => true,
      () => false,
    )
    if (isDone) return drain(deps)
  }
  throw new Error('the chain can not be followed')
}

/** A station with `mwh` certificates of the centre, recorded on the ledger. */
async function issued(mwh: number) {
  runs += 1
  const station = `wind-${runs}`
  const content = Buffer.from(utf8(`station,date,energy_mwh\n${station},2026-01-01,${mwh}.5`)).toString(
    'base64',
  )
  const file = { fileName: 'm.csv', content, setBadAside: false }
  expect((await centre.browser.importFile('certificates.import', file)).code).toBe('ok')
  await drain(deps)
  await nextBlock()
  await nextBlock()
  return station
}
type Row = { holding: string; station: string; first: bigint; last: bigint }
const listOf = async ({ browser }: SigningPerson, text: string) =>
  ((await browser.ask('certificates.list', { limit: 50, text })).value as { rows: Row[] }).rows
const spans = async (person: SigningPerson, station: string) =>
  (await listOf(person, station)).map(({ first, last }) => `${first}-${last}`)
type Listed = { id: string; stage: string; actId: string | null; txid: string | null }
const transfersOf = async ({ browser }: SigningPerson) =>
  (await browser.ask('certificates.transfers')).value as Listed[]

/** Asks for a transfer of a holding and waits for the draft; gives the act. */
async function drafted(from: SigningPerson, holding: string, count: bigint, to: SigningPerson) {
  const asked = { holding, count, to: to.organisationId }
  const { value } = await from.browser.call('certificates.transfer', asked)
  await drain(deps)
  await nextBlock()
  const { transferId } = value as { transferId: string }
  return must((await transfersOf(from)).find(({ id }) => id === transferId)?.actId, 'a draft')
}
async function handOver(from: SigningPerson, station: string, count: bigint, to: SigningPerson) {
  const [range] = await listOf(from, station)
  const actId = await drafted(from, must(range, 'a range').holding, count, to)
  expect((await signAct(from, actId)).code).toBe('ok')
  await drain(deps)
  await nextBlock()
}

/** Every block's transactions, judged one after the other as a node would, and the audit's book of them. */
function judgedBook() {
  const { env } = network.deps()
  const state = new Overlay(memoryState())
  applyTransaction(state, genesis, 0)
  const book = ledgerBook()
  for (const { height, bytes, hash } of node.blocks()) {
    const read = decodeBlock(fromHex(bytes), 1_000_000)
    if (!read.ok) throw new Error('a block is read')
    const block = read.value
    const view = viewOf(new Overlay(state), { height })
    for (const tx of height === 0 ? [] : block.transactions) {
      const sheets = (one: Transaction, named: readonly unknown[]) =>
        sheetHashOf(one, named as readonly NamedOutput[], env)
      const { network: id, configuration } = env
      const place = { network: id, configuration, checks: nobleChecks, height, sheetHashOf: sheets }
      expect(judgeTransaction(tx, view, place)).toMatchObject({ ok: true })
    }
    if (height > 0) for (const tx of block.transactions) applyTransaction(state, tx, height)
    book.add({ height, hash: fromHex(hash), block, size: bytes.length / 2, fees: [] } as never)
  }
  return book
}

async function expectAuditAgrees() {
  const shown = await shownRows(deps.db, { from: 0, to: node.height() })
  const told = [...judgedBook().rows('certificateParts').values()]
  const sorted = (rows: readonly object[]) =>
    rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort()
  expect(sorted(shown.certificateParts)).toEqual(sorted(told))
  return shown.certificateParts.length
}

test('certificates go from hand to hand by signed records; the audit, a rebuild and anyone tell the same', async () => {
  const station = await issued(10)
  await handOver(centre, station, 4n, buyer)
  expect([await spans(centre, station), await spans(buyer, station)]).toEqual([['5-10'], ['1-4']])
  await handOver(buyer, station, 4n, centre)
  expect((await spans(centre, station)).sort()).toEqual(['1-4', '5-10'])
  await nextBlock(true)
  expect(await transfersOf(buyer)).toMatchObject([{ stage: 'final' }, { stage: 'final' }])
  expect(await expectAuditAgrees()).toBe(3)
  const before = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(before)
  expect((await spans(centre, station)).sort()).toEqual(['1-4', '5-10'])
  await expectProof(station, 3n, centre)
})

type Found = {
  issueId: string
  issued: { station: string; first: bigint; last: bigint; fromPeriod: string; toPeriod: string }
  centre: { id: string }
  transfers: { signer: string; record: { txid: string; height: number } }[]
}
/** What a stranger's browser does: reads each record out of its block and follows the certificate through them. */
async function expectProof(station: string, serial: bigint, holder: SigningPerson) {
  const code = `REC-${station}-${serial.toString().padStart(10, '0')}`
  const found = (await network.browser().ask('certificates.verify', { code })).value as Found
  const records = found.transfers.map(({ record }) => {
    const read = decodeBlock(fromHex(must(node.blocks()[record.height], 'a block').bytes), 1_000_000)
    const all = read.ok ? read.value.transactions : []
    const tx = must(
      all.find((one) => toHex(txidOf(one)) === record.txid),
      'the block has it',
    )
    return must(readRecordItems(tx), 'it is a record')
  })
  const hand = firstHand(found.centre.id, found.issued)
  const followed = followTransfers(found.issueId, hand, serial, records)
  expect(followed.ok && followed.value.at(-1)?.holder).toBe(holder.organisationId.replaceAll('-', ''))
  expect(found.transfers.map(({ signer }) => signer)).toEqual([centre.actKey, buyer.actKey])
  expect(followTransfers(found.issueId, hand, serial, records.slice(1)).ok).toBe(false)
}

test('what is drafted but not signed moves nothing, and taken back it can not be signed', async () => {
  const station = await issued(3)
  const [range] = await listOf(centre, station)
  const actId = await drafted(centre, must(range, 'a range').holding, 2n, buyer)
  await nextBlock()
  expect(await spans(buyer, station)).toEqual([])
  expect((await buyer.browser.ask('acts.begin', { actId })).code).toBe('not-found')
  const [one] = await transfersOf(centre)
  expect(one).toMatchObject({ stage: 'to-sign', txid: null })
  expect((await centre.browser.call('certificates.takeBack', { transferId: one?.id })).code).toBe('ok')
  expect((await signAct(centre, actId)).code).toBe('act-closed')
  await handOver(centre, station, 3n, buyer)
  expect([await spans(centre, station), await spans(buyer, station)]).toEqual([[], ['1-3']])
})

test('the record of a stranger moves nothing, and does not keep the holder from moving', async () => {
  const station = await issued(5)
  const [range] = await listOf(centre, station)
  const { holding } = must(range, 'a range')
  const actId = await drafted(centre, holding, 5n, buyer)
  const [act] = await deps.db.select().from(schema.acts).where(eq(schema.acts.id, actId))
  const { transactions } = must(act, 'the act')
  await steal(transactions[0] ?? '')
  expect(await spans(centre, station)).toEqual(['1-5'])
  // The pair is taken now, so the drafted record can not be written; a new draft goes under the next key.
  const [one] = await transfersOf(centre)
  await centre.browser.call('certificates.takeBack', { transferId: one?.id })
  await handOver(centre, station, 5n, buyer)
  expect([await spans(centre, station), await spans(buyer, station)]).toEqual([[], ['1-5']])
  expect(await expectAuditAgrees()).toBe(1)
})

/** Somebody with money of their own writes the very pair and value before the holder does. */
async function steal(draft: string) {
  const { env } = network.deps()
  const items = must(readRecordItems(readTransaction(draft)), 'a record')
  const write = { table: 'rec', key: items.key, value: items.value }
  const guard = scriptOf(thief)
  const at = (tx: Transaction, index: number): OutputAt => ({
    outpoint: { txid: txidOf(tx), index },
    output: { ...must(tx.outputs[index], 'an output'), layer: tx.layer, kind: tx.kind, height: 1 },
  })
  const values = [at(genesis, 1)]
  const commit = commitRecord({ ...write, values, guard, amount: 900n, fee: 100n, changeTo: guard })
  const sign = (tx: Transaction, named: readonly OutputAt[]) =>
    signInput({ tx, named: outputsOf(named), network: env.network, index: 0, secret: thief })
  node.mine([sign(commit, values)])
  const commitment = at(commit, 0)
  node.mine([sign(writeRecord({ ...write, commitment, holderScript: guard }), [commitment])])
  await followChain(deps)
}

test('a worker that falls at every point moves certificates once', async () => {
  const fallen = new Set<string>()
  armFailpoints((name) => {
    if (fallen.has(name)) return
    fallen.add(name)
    throw new Error(`failpoint ${name}`)
  })
  const station = await issued(8)
  await handOver(centre, station, 3n, buyer)
  expect([...fallen]).toEqual(expect.arrayContaining(['project-mid-block', 'project-before-cursor']))
  expect([await spans(centre, station), await spans(buyer, station)]).toEqual([['4-8'], ['1-3']])
  expect(await expectAuditAgrees()).toBe(2)
  const sent = await deps.db
    .select()
    .from(schema.submissions)
    .where(eq(schema.submissions.subjectKind, 'certificate-transfer'))
  const mine = (await transfersOf(centre)).filter(({ txid }) => sent.some(({ txids }) => txids[0] === txid))
  expect(mine).toHaveLength(1)
})

test('a block that is left takes its transfers back, and the next one brings them again', async () => {
  const station = await issued(6)
  await handOver(centre, station, 6n, buyer)
  const height = node.height()
  const read = decodeBlock(fromHex(must(node.blocks()[height], 'the block').bytes), 1_000_000)
  node.leave(height - 1)
  node.mine()
  await followChain(deps)
  expect([await spans(centre, station), await spans(buyer, station)]).toEqual([['1-6'], []])
  const [range] = await listOf(centre, station)
  const again = { holding: range?.holding, count: 2n, to: buyer.organisationId }
  expect((await centre.browser.call('certificates.transfer', again)).code).toBe('transfer-waits')
  node.mine(read.ok ? read.value.transactions : [])
  await followChain(deps)
  expect([await spans(centre, station), await spans(buyer, station)]).toEqual([[], ['1-6']])
})
