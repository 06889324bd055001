import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { actChallenge, encodeBase64url, fromHex, utf8 } from '@vc/crypto'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import { configurationOf, decodeTransaction, sheetHashOf } from '@vc/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foundNetwork } from '../apps/launcher/src/found-network.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import {
  checkCertificate,
  checkRight,
  type FoundCertificate,
  type FoundRight,
} from '../apps/portal/src/features/verify/check-proof.ts'
import { startWorker } from '../apps/worker/src/worker.ts'
import { foundOrganisation } from '../packages/api/src/people/found-organisation.ts'
import type { Role } from '../packages/api/src/permissions.ts'
import {
  callSteppedUp,
  enrolPerson,
  TEST_ORIGIN,
  testAuthenticator,
  testBrowser,
  testDeps,
} from '../packages/api/src/testing.ts'

const shared = process.env.VC_SHARED ?? join(import.meta.dirname, '../../shared')
const tate = join(shared, 'data/art-tate/artworks.csv')
const hasTate = existsSync(tate)
if (!hasTate) console.warn(`SKIPPED: no works of the Tate at ${tate}`)

let database: TestDatabase
let node: NodeProcess
let worker: { stop: () => Promise<void> }
let deps: ReturnType<typeof testDeps>
const folder = mkdtempSync(join(tmpdir(), 'vc-rights-'))
const said: string[] = []
const note = (facts: object, line: string) => said.push(`${line} ${JSON.stringify(facts)}`)

beforeAll(async () => {
  const folders = { node: join(folder, 'node'), worker: join(folder, 'worker'), postgres: '' }
  await foundNetwork(folders, TEST_ORIGIN, Date.now())
  node = await startNode(folders.node)
  database = await startTestDatabase()
  const { network, parameters } = await node.client.status()
  const clock = { nowMs: () => Date.now(), advance: () => {} }
  const facts = { network: fromHex(network), configuration: configurationOf(parameters) }
  deps = { ...testDeps(database.db, clock, facts), client: node.client }
  const settings = {
    ...{ databaseUrl: database.url, redisUrl: undefined, nodeUrl: node.url, dataDir: folders.worker },
    ...{ keyFile: join(folders.worker, 'operating.key'), concurrency: 2, logLevel: 'silent', failpoints: '' },
  }
  worker = await startWorker(settings, { info: () => {}, warn: note, error: note })
}, 120_000)
afterAll(async () => {
  await worker?.stop()
  node?.kill('SIGTERM')
  await node?.ended
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function person(name: string, role: Role) {
  const founding = { name, nameZh: name, roles: [role] } as const
  const { token, organisationId } = await foundOrganisation(database.db, deps, founding)
  const browser = testBrowser(deps)
  const { key } = await enrolPerson(browser, token, name)
  return { browser, key, organisationId }
}
type Person = Awaited<ReturnType<typeof person>>

async function addActKey({ browser, key }: Person) {
  const { value } = await callSteppedUp(browser, key, 'actKeys.begin', { label: 'act' })
  const act = testAuthenticator()
  await browser.call('actKeys.finish', {
    response: act.create(value as { challenge: string; user: { id: string } }),
  })
  return act
}

/** Asks until it holds; tells what the worker said when it never does. */
async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await ask()
    if (answer) return answer
    await sleep(100)
  }
  const open = await database.sql`select topic, attempts, last_error from outbox where done_at is null`
  const sent = await database.sql`select state, refusal, height from submissions`
  const { head, final, mempool } = await node.client.status()
  const facts = { open, sent, head: head.height, final: final.height, mempool, said: said.slice(-5) }
  throw new Error(`waited in vain: ${JSON.stringify(facts)}`)
}

type Begun = {
  transactions: string[]
  named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  required: { transaction: number; part: 'input'; index: number; key: string; sighash: string }[]
  network: string
  decimals: number
}
/** What the browser does: reads the bytes, computes the sheet, asks the act key. */
async function sign({ browser }: Person, act: ReturnType<typeof testAuthenticator>, actId: string) {
  const begun = (await browser.ask('acts.begin', { actId })).value as Begun
  const signatures = begun.required.map(({ transaction, part, index, key, sighash }) => {
    const tx = decodeTransaction(fromHex(begun.transactions[transaction] ?? ''), 100_000)
    if (!tx.ok) throw new Error(tx.refusal.code)
    const named = (begun.named[transaction] ?? []).map((o) => ({
      ...o,
      amount: BigInt(o.amount),
      script: fromHex(o.script),
    }))
    const sheet = sheetHashOf(tx.value, named, { network: fromHex(begun.network), decimals: begun.decimals })
    const challenge = encodeBase64url(actChallenge(fromHex(sighash), sheet))
    const { authenticatorData, clientDataJSON, signature } = act.get({ challenge }).response
    const by = { authenticatorData, clientDataJSON, signature, sheetHash: encodeBase64url(sheet) }
    return { transaction, part, index, key, by }
  })
  return browser.call('acts.finish', { actId, signatures })
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

test.skipIf(!hasTate)(
  'thousands of works go from a file to a record that a centre signed, and anyone proves one from its block',
  async () => {
    const issuer = await person('Museum', 'issuer')
    const appraiser = await person('Appraisers', 'appraiser')
    const centre = await person('Centre', 'certification-centre')
    const act = await addActKey(centre)
    const file = { fileName: 'artworks.csv', content: base64(new Uint8Array(readFileSync(tate))) }
    const made = await issuer.browser.importFile('rights.import', { ...file, setBadAside: true })
    const { batchId, count } = made.value as { batchId: string; count: number }
    expect(count).toBeGreaterThan(2000)
    await appraiser.browser.call('rights.appraise', { batchId, report: 'As described.', value: 100_000n })
    expect((await centre.browser.call('rights.certify', { batchId })).code).toBe('ok')
    type Batch = { step: string; actId: string | null; finality: string | null; height: number | null }
    const batch = async () => (await centre.browser.ask('rights.batch', { batchId })).value as Batch
    const actId = must(await until(async () => (await batch()).actId), 'an act')
    expect((await sign(centre, act, actId)).code).toBe('ok')
    await until(async () => (await batch()).step === 'certified')
    const { value } = await issuer.browser.ask('rights.list', { limit: 200, batchId })
    const right = must((value as { rows: { code: string }[] }).rows[77], 'a page of rights')
    const anyone = testBrowser(deps)
    const [found] = (await anyone.ask('rights.verify', { code: right.code })).value as FoundRight[]
    const shown = must(found, 'the right is certified')
    expect(checkRight(shown)).toEqual({ ok: true, value: true })
    const forged = { ...shown, right: { ...shown.right, legalOwner: 'Somebody else' } }
    expect(checkRight(forged)).toMatchObject({ refusal: { code: 'proof-wrong' } })
    const block = must(shown.record?.block, 'the node gives the block')
    const other = await node.client.block(0)
    const swapped = { ...block, bytes: must(other, 'a genesis').bytes }
    const moved = { ...shown, record: { ...must(shown.record, 'recorded'), block: swapped } }
    expect(checkRight(moved)).toMatchObject({ refusal: { code: 'block-wrong' } })
    expect(await until(async () => (await batch()).finality === 'final')).toBe(true)
  },
  180_000,
)

test('metering data become certificates once, the ledger has their root, and each is proved from its code', async () => {
  const trader = await person('Exchange', 'trading-centre')
  const buyer = await person('Buyer', 'holder')
  const rows = [
    'station,date,energy_mwh',
    'wind-1,2026-01-01,2.75',
    'wind-1,2026-01-02,1.5',
    'sun-1,2026-01-01,0.4',
  ]
  const file = { fileName: 'meters.csv', content: base64(utf8(rows.join('\n'))), setBadAside: false }
  await trader.browser.importFile('certificates.import', file)
  await trader.browser.importFile('certificates.import', file)
  type Import = { issued: bigint | null; finality: string | null }
  const imports = async () => (await trader.browser.ask('certificates.imports')).value as Import[]
  await until(async () => (await imports())[0]?.finality)
  expect(await imports()).toMatchObject([{ issued: 4n }])
  const { value: stations } = await trader.browser.ask('certificates.stations')
  expect(stations).toMatchObject([
    { station: 'sun-1', carry: 400_000_000_000_000_000n, nextSerial: 1n },
    { station: 'wind-1', carry: 250_000_000_000_000_000n, nextSerial: 5n },
  ])
  const { value: listed } = await trader.browser.ask('certificates.list', { limit: 50 })
  const range = must((listed as { rows: { id: string }[] }).rows[0], 'one range')
  const to = buyer.organisationId
  await trader.browser.call('certificates.transfer', { rangeId: range.id, count: 3n, to })
  const anyone = testBrowser(deps)
  const { value } = await anyone.ask('certificates.verify', { code: 'REC-wind-1-0000000003' })
  const found = value as FoundCertificate
  expect(found.history.map(({ holder }) => holder.name)).toEqual(['Exchange', 'Buyer'])
  expect(checkCertificate(found)).toEqual({ ok: true, value: true })
  expect(checkCertificate({ ...found, serial: 9n })).toMatchObject({ refusal: { code: 'proof-wrong' } })
}, 180_000)
