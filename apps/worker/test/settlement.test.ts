import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, hash160, nobleChecks, schnorrPublicKey, toHex, utf8 } from '@vc/crypto'
import { poolCoins, schema } from '@vc/db'
import { armFailpoints, must } from '@vc/kernel'
import {
  applyTransaction,
  judgeBundle,
  judgeTransaction,
  keyHashScript,
  memoryState,
  type Output,
  Overlay,
  sheetHashOf,
  type Transaction,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { sample } from './sample-transactions.ts'
import { type ScriptedNode, scriptedNode } from './scripted-node.ts'
import { drain, readTransaction, signAct, signingPerson } from './worker-kit.ts'

const shared = process.env.VC_SHARED ?? join(import.meta.dirname, '../../../../shared')
const flows = join(shared, 'data/trade-flows-2006/bilateral-flows.csv')
if (!existsSync(flows)) console.warn(`SKIPPED: no public data at ${flows}`)
const payments = join(shared, 'data/payments-uk-council')
if (!existsSync(payments)) console.warn(`SKIPPED: no public data at ${payments}`)

const operatingKey = new Uint8Array(32).fill(11)
const FUNDS = 3n * 10n ** 14n
let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let genesis: Transaction
let a: Awaited<ReturnType<typeof person>>
let b: Awaited<ReturnType<typeof person>>

beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
afterEach(() => armFailpoints(undefined))

const person = (organisationId: string) => signingPerson(network, organisationId, 'settlement-centre')

const pays = (hash: Uint8Array, amount: bigint): Output => ({
  element: VALUE,
  amount,
  script: keyHashScript(hash),
})

beforeEach(async () => {
  await network.database
    .sql`truncate blocks, transactions, inputs, outputs, records, credit_reminders, projection_cursor`
  network.reset()
  const { organisationId } = await network.found('settlement-centre')
  a = await person(organisationId)
  b = await person(organisationId)
  const pool = hash160(fromHex(b.actKey))
  const owner = hash160(schnorrPublicKey(operatingKey))
  genesis = sample([], [pays(owner, 10_000n), pays(pool, FUNDS), pays(pool, FUNDS), pays(pool, FUNDS)])
  node = scriptedNode()
  node.mine([genesis])
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  deps = { db, client: node.client, log, hooks: submissionHooks, operatingKey, dataDir: '/nowhere' }
  await followChain(deps)
  // The portal learns the network's name from the node.
  network.deps().env.network.set(fromHex((await node.client.status()).network))
})

async function nextBlock(final = false) {
  node.minePool()
  if (final) node.finalise(node.height())
  await followChain(deps)
  await drain(deps)
}
const batchOf = async (id: string) =>
  must(
    (await deps.db.select().from(schema.settlementBatches).where(eq(schema.settlementBatches.id, id)))[0],
    id,
  )
const bring = (browser: TestBrowser, file: Uint8Array, setAsideBad = false) =>
  browser.importFile('settlement.import', {
    fileName: 'f.csv',
    file: Buffer.from(file).toString('base64'),
    setAsideBad,
  })

/** Judges what was submitted as a node would, on a ledger in memory that holds only the genesis outputs. */
async function judgeAll(batchId: string) {
  const { env } = network.deps()
  const place = { network: env.network, configuration: env.configuration, checks: nobleChecks }
  const sheets = {
    sheetHashOf: (tx: Transaction, named: readonly Output[]) => sheetHashOf(tx, named as never, env),
  }
  const state = new Overlay(memoryState())
  applyTransaction(state, genesis, 0)
  const batch = await batchOf(batchId)
  const of = async (id: string | null) => {
    const [row] = await deps.db
      .select()
      .from(schema.submissions)
      .where(eq(schema.submissions.id, must(id, 'sent')))
    return must(row, 'a submission').transactions.map(readTransaction)
  }
  const [commitment] = await of(batch.commitmentSubmissionId)
  const first = must(commitment, 'a commitment')
  expect(
    judgeTransaction(first, viewOf(state, { height: 1 }), { ...place, ...sheets, height: 1 }),
  ).toMatchObject({ ok: true })
  applyTransaction(state, first, 1)
  const legs = await of(batch.submissionId)
  expect(judgeBundle(legs, viewOf(state, { height: 2 }), { ...place, ...sheets, height: 2 })).toMatchObject({
    ok: true,
  })
  for (const leg of legs) applyTransaction(state, leg, 2)
  const record = viewOf(state, { height: 3 }).findRecord('settlement', fromHex(batchId.replaceAll('-', '')))
  expect(toHex(must(record, 'the record').value)).toBe(batch.reportRoot)
  return legs
}

async function throughSettlement(file: Uint8Array) {
  const made = await bring(a.browser, file)
  expect(made.value).toMatchObject({ isNew: true, step: 'checked' })
  const { batchId } = made.value as { batchId: string }
  await drain(deps)
  expect((await batchOf(batchId)).step).toBe('netted')
  expect((await a.browser.call('settlement.take', { batchId })).code).toBe('own-approval')
  expect((await b.browser.call('settlement.take', { batchId })).code).toBe('ok')
  await drain(deps)
  await nextBlock()
  expect((await batchOf(batchId)).step).toBe('prepared')
  expect((await a.browser.call('settlement.approve', { batchId })).code).toBe('batch-taken')
  const drafted = await b.browser.call('settlement.approve', { batchId })
  expect(drafted.code).toBe('ok')
  const { actId } = drafted.value as { actId: string }
  expect((await b.browser.call('settlement.approve', { batchId })).value).toEqual({ actId })
  expect((await signAct(b, actId)).code).toBe('ok')
  await drain(deps)
  expect((await b.browser.ask('settlement.read', { batchId })).value).toMatchObject({ stage: 'submitted' })
  await nextBlock()
  expect((await batchOf(batchId)).step).toBe('settled')
  await nextBlock(true)
  expect((await batchOf(batchId)).step).toBe('final')
  return batchId
}
type Books = { accounts: { account: string; amount: bigint }[]; booked: bigint; ledger: bigint }
const booksOf = async () => ((await b.browser.ask('settlement.pool')).value as { books: Books }).books

test.skipIf(!existsSync(flows))(
  'the trade of 2006 goes from file to final; the books equal the pool; the ledger would take every byte',
  async () => {
    const file = readFileSync(flows)
    const paid = { code: 'DEU', name: 'Germany', address: toHex(hash160(utf8('DEU'))) }
    expect((await b.browser.call('settlement.saveParticipant', paid)).code).toBe('ok')
    const batchId = await throughSettlement(file)
    const again = await bring(b.browser, file)
    expect(again.value).toMatchObject({ batchId, isNew: false, step: 'final' })
    await judgeAll(batchId)
    const { booked, ledger, accounts } = await booksOf()
    expect(booked).toBe(ledger)
    expect(accounts.some(({ account }) => account === 'party:DEU')).toBe(false)
    const plain = new Map<string, number>()
    for (const line of file.toString().trim().split('\n').slice(1)) {
      const [exporter = '', importer = '', flow] = line.split(',')
      plain.set(exporter, (plain.get(exporter) ?? 0) + Number(flow))
      plain.set(importer, (plain.get(importer) ?? 0) - Number(flow))
    }
    for (const { account, amount } of accounts)
      if (account !== 'centre')
        expect(Number(amount) / 1e8).toBeCloseTo(plain.get(account.slice(6)) ?? Number.NaN, 4)
    await expectWholePicture(batchId)
    const germany = await poolCoins(deps.db, paid.address)
    expect(germany.map(({ amount }) => Number(amount) / 1e8)[0]).toBeCloseTo(plain.get('DEU') ?? 0, 4)
  },
  60_000,
)

type Picture = {
  before: { from: string | null; amount: bigint }[]
  after: { pays: bigint; receives: bigint }[]
}
/** The picture of a batch gathers small parties, and still shows every unit that would move and that moves. */
async function expectWholePicture(batchId: string) {
  const { gross, multilateral } = await batchOf(batchId)
  const { before, after } = (await b.browser.ask('settlement.flows', { batchId })).value as Picture
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
  expect(sum(before.map(({ amount }) => amount))).toBe(gross)
  expect(sum(after.map(({ pays }) => pays))).toBe(multilateral)
  expect(sum(after.map(({ receives }) => receives))).toBe(multilateral)
  expect(new Set(before.map(({ from }) => from)).size).toBe(11)
}

test('a worker that falls at every point of a batch pays once and books once', async () => {
  const fallen = new Set<string>()
  armFailpoints((name) => {
    if (!name.startsWith('settlement-') || fallen.has(name)) return
    fallen.add(name)
    throw new Error(`failpoint ${name}`)
  })
  const batchId = await throughSettlement(utf8('debtor,creditor,amount,reference\nA,B,10.00,1\nB,C,4.00,2\n'))
  expect(fallen.size).toBe(10)
  await judgeAll(batchId)
  const { booked, ledger, accounts } = await booksOf()
  expect(booked).toBe(ledger)
  const names = accounts.filter(({ account }) => account !== 'centre')
  expect(names).toEqual([
    { account: 'party:A', amount: -1000n },
    { account: 'party:B', amount: 600n },
    { account: 'party:C', amount: 400n },
  ])
  const submissions = await deps.db
    .select()
    .from(schema.submissions)
    .where(eq(schema.submissions.subjectId, batchId))
  expect(submissions.length).toBe(2)
})

test('a file in GBK is taken when a person says so', async () => {
  const [name, rest] = [Buffer.from([0xb7, 0xe7, 0xb5, 0xe7]), Buffer.from(',Y,10.00,1\n')]
  const bytes = Buffer.concat([Buffer.from('debtor,creditor,amount,reference\n'), name, rest])
  const file = { fileName: 'f.csv', file: bytes.toString('base64'), setAsideBad: false }
  expect((await a.browser.importFile('settlement.import', file)).code).toBe('encoding-gb18030')
  const told = await a.browser.importFile('settlement.import', { ...file, encoding: 'gb18030' })
  const { batchId } = told.value as { batchId: string }
  const { settlementObligations } = schema
  const [row] = await deps.db
    .select()
    .from(settlementObligations)
    .where(eq(settlementObligations.batchId, batchId))
  expect(row?.debtor).toBe('风电')
})

test('a file with bad lines is refused whole, unless they are set aside by an explicit yes', async () => {
  const file = utf8('debtor,creditor,amount,reference\nX,Y,10.00,1\nX,X,1.00,2\n')
  expect((await bring(a.browser, file)).code).toBe('rows-bad')
  const made = await bring(a.browser, file, true)
  const { batchId } = made.value as { batchId: string }
  const read = (await a.browser.ask('settlement.read', { batchId })).value as { setAside: unknown[] }
  expect(read.setAside).toMatchObject([{ line: 3, code: 'own-creditor' }])
  await drain(deps)
  expect((await b.browser.call('settlement.decline', { batchId })).code).toBe('ok')
  expect((await batchOf(batchId)).step).toBe('declined')
  expect((await b.browser.call('settlement.take', { batchId })).code).toBe('batch-step')
  expect((await bring(a.browser, file, true)).value).toMatchObject({ isNew: true })
})

test.skipIf(!existsSync(payments)).each(['apr-jun-2014', 'oct-dec-2015'])(
  'what a council paid in %s goes from its file to net positions: every line taken or named, none twice',
  async (quarter) => {
    const file = readFileSync(join(payments, `expenditure-over-500-${quarter}.csv`))
    expect((await bring(a.browser, file)).code).toBe('rows-bad')
    const made = await bring(a.browser, file, true)
    const { batchId } = made.value as { batchId: string }
    await drain(deps)
    const batch = await batchOf(batchId)
    const { value } = await a.browser.ask('settlement.read', { batchId })
    const { setAside } = value as { setAside: { line: number }[] }
    const lines = file.toString().trim().split(/\r?\n/).length - 1
    expect([batch.step, batch.obligations + setAside.length]).toEqual(['netted', lines])
    expect(new Set(setAside.map(({ line }) => line)).size).toBe(setAside.length)
    // One payer: nothing can be netted away, and its position is all that it owes.
    expect([batch.multilateral, batch.gross > 0n]).toEqual([batch.gross, true])
    expect((await bring(a.browser, file, true)).value).toMatchObject({ batchId, isNew: false })
  },
  60_000,
)

test('a deposit is booked from the money of the centre, once, and not beyond it', async () => {
  await b.browser.call('settlement.book')
  const deposit = { key: '7b0f4b1c-6f0e-4a51-9a3c-1e6a2f9d8c11', code: 'A', amount: 500n }
  for (let times = 0; times < 2; times += 1)
    expect((await b.browser.call('settlement.deposit', deposit)).code).toBe('ok')
  const { accounts, booked, ledger } = await booksOf()
  expect(accounts).toEqual([
    { account: 'centre', amount: 3n * FUNDS - 500n },
    { account: 'party:A', amount: 500n },
  ])
  expect(booked).toBe(ledger)
  const more = { ...deposit, key: '7b0f4b1c-6f0e-4a51-9a3c-1e6a2f9d8c12', amount: 4n * FUNDS }
  expect((await b.browser.call('settlement.deposit', more)).code).toBe('centre-short')
})
