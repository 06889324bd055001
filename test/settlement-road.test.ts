import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { foundOrganisation } from '@vc/api'
import { TEST_ORIGIN, type TestBrowser, testBrowser, testDeps } from '@vc/api/testing'
import { fromHex, hash160, toHex, utf8 } from '@vc/crypto'
import { schema, unspentByKeyHash } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { configurationOf } from '@vc/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foundNetwork } from '../apps/launcher/src/found-network.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import { startWorker } from '../apps/worker/src/worker.ts'
import { joinCentre, payIn, signAct } from './settlement-people.ts'

const shared = process.env.VC_SHARED ?? join(import.meta.dirname, '../../shared')
const flows = join(shared, 'data/trade-flows-2006/bilateral-flows.csv')
if (!existsSync(flows)) console.warn(`SKIPPED: no public data at ${flows}`)

const FUNDS = 10n ** 15n
const folder = mkdtempSync(join(tmpdir(), 'vc-settlement-'))
const folders = { node: join(folder, 'node'), worker: join(folder, 'worker'), postgres: '' }
const log = { info: () => {}, warn: () => {}, error: () => {} }
let database: TestDatabase
let node: NodeProcess
let worker: { stop: () => Promise<void> }
let deps: ReturnType<typeof testDeps>

beforeAll(async () => {
  await foundNetwork(folders, TEST_ORIGIN, Date.now())
  node = await startNode(folders.node)
  database = await startTestDatabase()
  const { network, parameters } = await node.client.status()
  const clock = { nowMs: () => Date.now(), advance: () => {} }
  const facts = { network: fromHex(network), configuration: configurationOf(parameters) }
  deps = { ...testDeps(database.db, clock, facts), client: node.client }
  worker = await startWorker(
    {
      ...{ databaseUrl: database.url, redisUrl: undefined, nodeUrl: node.url, dataDir: folders.worker },
      ...{
        keyFile: join(folders.worker, 'operating.key'),
        concurrency: 2,
        logLevel: 'silent',
        failpoints: '',
      },
    },
    log,
  )
}, 120_000)
afterAll(async () => {
  await worker?.stop()
  node?.kill('SIGTERM')
  await node?.ended
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, what: string): Promise<T> {
  for (let tries = 0; tries < 240; tries += 1) {
    const answer = await ask()
    if (wanted(answer)) return answer
    await sleep(250)
  }
  const sent = await database.db.select().from(schema.submissions)
  const states = sent.map(({ subjectKind, state, refusal }) => ({ subjectKind, state, refusal }))
  throw new Error(`${what} did not come: ${JSON.stringify(states)}`)
}

type Read = { stage: string; batch: { reportRoot: string; reason: string | null } }
type Pool = { keys: { free: bigint }[]; books: { booked: bigint; ledger: bigint } }
const poolOf = async (browser: TestBrowser) => (await browser.ask('settlement.pool')).value as Pool

test.skipIf(!existsSync(flows))(
  'the trade of 2006 is brought by one person, approved by another and settled by a real node',
  async () => {
    const founding = { name: 'Clearing House', nameZh: '清算所', roles: ['settlement-centre'] } as const
    const { organisationId } = await foundOrganisation(database.db, deps, founding)
    const join = (name: string) =>
      joinCentre(
        database.db,
        { browser: testBrowser(deps), origin: TEST_ORIGIN, actOrigin: TEST_ORIGIN },
        organisationId,
        name,
      )
    const [a, b] = [await join('Li Na'), await join('Wang Wei')]
    const bank = { db: database.db, client: node.client, workerDir: folders.worker }
    await until(() => payIn(bank, hash160(fromHex(b.actKey)), FUNDS), Boolean, 'the treasury')
    await until(
      () => poolOf(b.browser),
      ({ keys }) => keys.some(({ free }) => free === FUNDS),
      'the pool',
    )
    const germany = toHex(hash160(utf8('DEU')))
    await b.browser.call('settlement.saveParticipant', { code: 'DEU', name: 'Germany', address: germany })

    const file = readFileSync(flows).toString('base64')
    const brought = await a.browser.call('settlement.import', {
      fileName: 'flows.csv',
      file,
      setAsideBad: false,
    })
    expect(brought.code).toBe('ok')
    const { batchId } = brought.value as { batchId: string }
    const read = async () => (await b.browser.ask('settlement.read', { batchId })).value as Read
    await until(read, ({ stage }) => stage === 'netted', 'the netting')
    expect((await b.browser.call('settlement.take', { batchId })).code).toBe('ok')
    await until(read, ({ stage }) => stage === 'prepared', 'the record')
    const drafted = await b.browser.call('settlement.approve', { batchId })
    expect(drafted.code).toBe('ok')
    expect((await signAct(b, (drafted.value as { actId: string }).actId)).code).toBe('ok')
    const done = await until(read, ({ stage }) => stage === 'final', 'finality')

    const record = await node.client.record({ table: 'settlement', key: batchId.replaceAll('-', '') })
    expect(JSON.stringify(record)).toContain(done.batch.reportRoot)
    const paid = await unspentByKeyHash(database.db, germany)
    expect(paid.length).toBe(1)
    const { books } = await poolOf(b.browser)
    expect(books.booked).toBe(books.ledger)
  },
  180_000,
)
