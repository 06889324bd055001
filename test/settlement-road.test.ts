import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { actChallenge, encodeBase64url, fromHex, hash160, schnorrPublicKey, toHex, utf8 } from '@vc/crypto'
import { outputAtOf, schema, unspentByKeyHash } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import {
  decodeTransaction,
  encodeTransaction,
  keyHashScript,
  type NamedOutput,
  outputsOf,
  pay,
  selectValue,
  sheetHashOf,
  signInput,
} from '@vc/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foundNetwork } from '../apps/launcher/src/found-network.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import { configurationOf } from '../apps/portal/src/server/configuration-of.ts'
import { startWorker } from '../apps/worker/src/worker.ts'
import { foundOrganisation } from '../packages/api/src/people/found-organisation.ts'
import { invite } from '../packages/api/src/people/invitation.ts'
import {
  callSteppedUp,
  enrolPerson,
  TEST_ORIGIN,
  type TestBrowser,
  testAuthenticator,
  testBrowser,
  testDeps,
} from '../packages/api/src/testing.ts'

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

async function person(organisationId: string, name: string) {
  const times = { validFrom: new Date(0), expiresAt: new Date(Date.now() + 600_000) }
  const terms = { organisationId, role: 'settlement-centre', isAdmin: false, ...times } as const
  const browser = testBrowser(deps)
  const { key } = await enrolPerson(browser, await invite(database.db, deps, terms), name)
  const { value } = await callSteppedUp(browser, key, 'actKeys.begin', { label: 'act' })
  const act = testAuthenticator()
  const response = act.create(value as { challenge: string; user: { id: string } })
  const made = await browser.call('actKeys.finish', { response })
  return { browser, act, actKey: (made.value as { actKey: string }).actKey }
}

/** Participants pay in: a payment from the treasury to the approver's key hash. */
async function payIn(keyHash: Uint8Array) {
  const { secrets } = JSON.parse(readFileSync(join(folders.worker, 'admission-keys.json'), 'utf8'))
  const secret = fromHex(secrets[0])
  const owner = hash160(schnorrPublicKey(secret))
  const coins = () => unspentByKeyHash(database.db, toHex(owner))
  const rows = await until(coins, (all) => all.length > 0, 'the treasury')
  const values = selectValue(rows.map(outputAtOf), FUNDS + 100n)
  if (!values.ok) throw new Error(values.refusal.code)
  const payments = [{ to: keyHashScript(keyHash), amount: FUNDS }]
  const draft = pay({ values: values.value, payments, fee: 100n, changeTo: keyHashScript(owner) })
  const signing = { named: outputsOf(values.value), network: deps.env.network, secret }
  const signed = values.value.reduce((tx, _, index) => signInput({ ...signing, tx, index }), draft)
  expect(await node.client.submit([toHex(encodeTransaction(signed))])).toMatchObject({ accepted: true })
}

type Begun = {
  readonly transactions: string[]
  readonly named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  readonly required: { transaction: number; part: string; index: number; key: string; sighash: string }[]
  readonly network: string
}
async function signAct({ browser, act, actKey }: Awaited<ReturnType<typeof person>>, actId: string) {
  const begun = (await browser.ask('acts.begin', { actId })).value as Begun
  const signatures = begun.required.map(({ transaction, part, index, key, sighash }) => {
    const decoded = decodeTransaction(fromHex(begun.transactions[transaction] ?? ''), 100_000)
    if (!decoded.ok) throw new Error(decoded.refusal.code)
    const named = (begun.named[transaction] ?? []).map((output): NamedOutput => {
      return { ...output, amount: BigInt(output.amount), script: fromHex(output.script) }
    })
    const sheet = sheetHashOf(decoded.value, named, { network: fromHex(begun.network), decimals: 2 })
    const { response } = act.get({ challenge: encodeBase64url(actChallenge(fromHex(sighash), sheet)) })
    const { authenticatorData, clientDataJSON, signature } = response
    const by = {
      authenticatorData,
      clientDataJSON,
      signature,
      sheetHash: encodeBase64url(sheet),
      publicKey: actKey,
    }
    return { transaction, part, index, key, by }
  })
  return browser.call('acts.finish', { actId, signatures })
}

type Read = { stage: string; batch: { reportRoot: string; reason: string | null } }
type Pool = { keys: { free: bigint }[]; books: { booked: bigint; ledger: bigint } }
const poolOf = async (browser: TestBrowser) => (await browser.ask('settlement.pool')).value as Pool

test.skipIf(!existsSync(flows))(
  'the trade of 2006 is brought by one person, approved by another and settled by a real node',
  async () => {
    const founding = { name: 'Clearing House', nameZh: '清算所', roles: ['settlement-centre'] } as const
    const { organisationId } = await foundOrganisation(database.db, deps, founding)
    const a = await person(organisationId, 'Li Na')
    const b = await person(organisationId, 'Wang Wei')
    await payIn(hash160(fromHex(b.actKey)))
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
