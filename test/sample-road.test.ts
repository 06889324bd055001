import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askForSample, askForSampleRemoval, findSample, overview, schema } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import { CREDIT_KIND, RECORD, TRANSFER } from '@vc/ledger'
import { asc, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../apps/cli/src/run-cli.ts'
import { inviteReaders } from '../apps/cli/src/sample/invite-readers.ts'
import { foundNetwork } from '../apps/launcher/src/found-network.ts'
import { type NodeProcess, startNode } from '../apps/node/test/node-process.ts'
import { startWorker } from '../apps/worker/src/worker.ts'
import { enrolPerson, testBrowser, testDeps } from '../packages/api/src/testing.ts'
import { dumpBlocks, partsOf } from './block-dump.ts'
import { meantToReach } from './isolation/meant-to-reach.ts'
import { foundWithoutFilter, reachOfOutsiders, secretsTold, withoutWalls } from './isolation.ts'

const WORKER = join(import.meta.dirname, '../apps/worker/src/main.ts')
const ORIGIN = 'http://localhost:3000'
const MOST_MS = 90_000
const RUN_MS = 240_000

/** Fields that would tell of a person or of a credit file, wherever they stood. */
const PRIVATE =
  /person|phone|mobile|mail|birth|gender|address|passport|identity|income|score|rating|risk|guarantor|collateral|purpose/i
/** Tables whose values are hashes, keys, numbers and codes in a fixed form: there is no room for a field in them. */
const BINARY = new Set(
  'account agent member chain anchor reserve collective collective-list nfr rec settlement'.split(' '),
)

/** A network of its own: node, database, worker. */
async function startNetwork() {
  const folder = mkdtempSync(join(tmpdir(), 'vc-sample-'))
  const folders = { node: join(folder, 'node'), worker: join(folder, 'worker'), postgres: '' }
  await foundNetwork(folders, ORIGIN, Date.now())
  const node: NodeProcess = await startNode(folders.node)
  const database: TestDatabase = await startTestDatabase({ hasOwnServer: true })
  const said: string[] = []
  const note = (facts: object, line: string) => said.push(`${line} ${JSON.stringify(facts)}`)
  const settings = {
    ...{ databaseUrl: database.url, redisUrl: undefined, nodeUrl: node.url, dataDir: folders.worker },
    ...{ keyFile: join(folders.worker, 'operating.key'), concurrency: 4, logLevel: 'silent', failpoints: '' },
  }
  let worker: { stop: () => Promise<void> } | undefined
  return {
    db: database.db,
    nodeUrl: node.url,
    said,
    async work() {
      worker = await startWorker(settings, { info: () => {}, warn: note, error: note })
    },
    /** A worker of its own process, killed by kill -9 after so many steps, before it has noted the last one. */
    async workUntilKilled(steps: number) {
      const env = {
        ...process.env,
        ...{ DATABASE_URL: database.url, NODE_URL: node.url, WORKER_DATA_DIR: folders.worker },
        ...{ WORKER_LOG_LEVEL: 'fatal', FAILPOINTS: `sample-after-step=kill:${steps}`, REDIS_URL: '' },
      }
      const child = spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'inherit', 'inherit'] })
      const [code, signal] = await once(child, 'exit')
      expect([code, signal]).toEqual([null, 'SIGKILL'])
    },
    async stop() {
      await worker?.stop()
      node.kill('SIGTERM')
      await node.ended
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
type Network = Awaited<ReturnType<typeof startNetwork>>

async function until(network: Network, state: string) {
  const end = Date.now() + MOST_MS * 2
  while (Date.now() < end) {
    const run = await findSample(network.db)
    if (run?.state === state) return run
    await sleep(200)
  }
  const run = await findSample(network.db)
  throw new Error(`not ${state}: ${JSON.stringify(run)}\n${network.said.slice(-8).join('\n')}`)
}

/** Everything that must be the same on any two networks: who, how much, which works; no ids and no moments. */
async function facts({ db }: Network) {
  const { organisations, people, passkeys, creditApplications, rights, certificateHoldings } = schema
  const { settlementBatches, settlementObligations, settlementPositions, sealedSeeds } = schema
  const hex = (column: unknown) => sql<string>`encode(${column}, 'hex')`
  return {
    organisations: await db
      .select({ name: organisations.name, zh: organisations.nameZh, roles: organisations.roles })
      .from(organisations)
      .orderBy(asc(organisations.name)),
    people: await db.select({ name: people.name }).from(people).orderBy(asc(people.name)),
    keys: await db
      .select({ id: passkeys.credentialId, label: passkeys.label, model: passkeys.aaguid })
      .from(passkeys)
      .orderBy(asc(passkeys.credentialId)),
    accounts: await db
      .select({ id: hex(sealedSeeds.accountId), debtKeyHash: hex(sealedSeeds.debtKeyHash) })
      .from(sealedSeeds)
      .orderBy(asc(sealedSeeds.accountId)),
    credit: await db
      .select({
        amount: creditApplications.amount,
        lots: creditApplications.lots,
        step: creditApplications.step,
        purpose: creditApplications.purpose,
      })
      .from(creditApplications)
      .orderBy(asc(creditApplications.purpose)),
    rights: await db
      .select({ accession: rights.accession, title: rights.title, fingerprint: rights.fingerprint })
      .from(rights)
      .orderBy(asc(rights.accession)),
    certificates: await db
      .select({
        station: certificateHoldings.station,
        first: certificateHoldings.first,
        last: certificateHoldings.last,
        part: certificateHoldings.part,
      })
      .from(certificateHoldings)
      .orderBy(
        asc(certificateHoldings.station),
        asc(certificateHoldings.first),
        asc(certificateHoldings.part),
      ),
    obligations: await db
      .select({
        reference: settlementObligations.reference,
        debtor: settlementObligations.debtor,
        creditor: settlementObligations.creditor,
        amount: settlementObligations.amount,
      })
      .from(settlementObligations)
      .orderBy(asc(settlementObligations.reference)),
    positions: await db
      .select({ party: settlementPositions.party, amount: settlementPositions.amount })
      .from(settlementPositions)
      .orderBy(asc(settlementPositions.party), asc(settlementPositions.amount)),
    batches: await db
      .select({ digest: settlementBatches.digest, root: settlementBatches.reportRoot })
      .from(settlementBatches)
      .orderBy(asc(settlementBatches.digest)),
    ...(await deskFacts(db)),
  }
}

/** Of the newer desks: the collective's list, the order with its pledge, the work's draft, the contract's terms. */
async function deskFacts(db: Network['db']) {
  const { collectives, coopOrders, coopPledges, royaltyContracts, workDrafts } = schema
  const { need, title, step } = coopOrders
  return {
    collectives: await db.select({ id: collectives.ledgerId, step: collectives.step }).from(collectives),
    orders: await db.select({ title, need, step }).from(coopOrders),
    pledges: await db.select({ by: coopPledges.keyHash, amount: coopPledges.amount }).from(coopPledges),
    drafts: await db.select({ fingerprint: workDrafts.fingerprint }).from(workDrafts),
    contracts: await db
      .select({ terms: royaltyContracts.terms, step: royaltyContracts.step })
      .from(royaltyContracts),
  }
}

/** Both ratios, from the node's blocks alone, are those of the portal to the unit (V-018). */
async function expectSameRatios({ db, nodeUrl }: Network) {
  const shown = must(await overview(db), 'a head')
  const said: string[] = []
  const say = (line: string) => said.push(line.replace(/\s+/g, ' '))
  expect(await runCli(['ratios', '--at', String(shown.height)], say, { NODE_URL: nodeUrl })).toBe(0)
  const sums = [`circulating ${shown.circulatingValue}`, `debt ${shown.debt}`]
  expect(said).toEqual(
    expect.arrayContaining([...sums, `overdue ${shown.overdueDebt}`, `bad ${shown.badDebt}`]),
  )
}

describe('the sample consortium', () => {
  let network: Network
  let first: Awaited<ReturnType<typeof facts>>
  beforeAll(async () => {
    network = await startNetwork()
  }, RUN_MS)
  afterAll(() => network?.stop(), RUN_MS)

  test(
    'is made by its own people on a real ledger, and goes on after kill -9 in the middle of it',
    async () => {
      await network.db.transaction(askForSample)
      for (const steps of [9, 12]) await network.workUntilKilled(steps)
      await network.work()
      await until(network, 'done')
      first = await facts(network)
      expect(first.credit.map(({ step }) => step).sort()).toEqual([
        ...['applied', 'declined', 'given', 'given', 'given'],
      ])
      expect(new Set(first.keys.map(({ label }) => label))).toEqual(new Set(['Software key (sample)']))
      expect((await overview(network.db))?.debt).toBe(36_000_000n + 6_000_000n + 25_000_000n)
      // A debt is late for its debtor from the next block on; the overview tells of the last one.
      const late = async () => {
        const now = await overview(network.db)
        return (now?.overdueDebt ?? 0n) + (now?.badDebt ?? 0n)
      }
      await expect.poll(late, { timeout: MOST_MS, interval: 200 }).toBeGreaterThan(0n)
      await expectSameRatios(network)
      const { rightBatches, meterImports, settlementBatches, records } = schema
      const steps = await network.db.select({ step: rightBatches.step }).from(rightBatches)
      expect(steps.map(({ step }) => step).sort()).toEqual(['appraised', 'certified', 'imported'])
      const [meters] = await network.db.select().from(meterImports)
      expect(meters?.issued).toBeGreaterThan(1000n)
      const batches = await network.db.select({ step: settlementBatches.step }).from(settlementBatches)
      expect(batches.map(({ step }) => step === 'netted').sort()).toEqual([false, true])
      expect(first).toMatchObject({
        ...{ collectives: [{ step: 'registered' }], orders: [{ step: 'published' }] },
        ...{ pledges: [{ amount: 1_250_000n }], drafts: [{}], contracts: [{ step: 'agreed' }] },
      })
      const tables = await network.db.selectDistinct({ table: records.table }).from(records)
      const written = tables.map(({ table }) => table)
      expect(written).toEqual(expect.arrayContaining(['account', 'agent', 'nfr', 'rec', 'settlement']))
      expect(written).toEqual(expect.arrayContaining(['collective', 'order', 'royalty', 'work']))
    },
    RUN_MS,
  )

  test('puts into its blocks nothing of a person and nothing of a credit file', async () => {
    const { people, creditApplications, passkeys } = schema
    const { bytes, records, kinds } = await dumpBlocks(network.db)
    expect([...kinds].sort()).toEqual(expect.arrayContaining([CREDIT_KIND, RECORD, TRANSFER]))
    const names = await network.db.select({ name: people.name }).from(people)
    const { purpose, guarantee } = creditApplications
    const files = await network.db.select({ purpose, guarantee }).from(creditApplications)
    const keys = await network.db.select({ id: passkeys.credentialId }).from(passkeys)
    const said = [
      ...names.flatMap(({ name }) => partsOf(name)),
      ...files.flatMap((file) => [file.purpose, file.guarantee]),
      ...keys.map(({ id }) => id),
    ].filter((text) => text !== '')
    expect(said.length).toBeGreaterThan(40)
    expect(said.filter((text) => bytes.includes(text))).toEqual([])
    const told = records.flatMap(({ table, fields = [] }) => fields.map((field) => `${table}.${field}`))
    expect(told).toContain('order.title')
    expect(told.filter((field) => PRIVATE.test(field))).toEqual([])
    const unread = new Set(records.flatMap(({ table, fields }) => (fields ? [] : [table])))
    expect([...unread].filter((table) => !BINARY.has(table))).toEqual([])
  })

  test(
    'asked for again changes nothing',
    async () => {
      const asked = await network.db.transaction(askForSample)
      expect(asked).toMatchObject({ run: 1, state: 'done' })
      await sleep(2_000)
      expect(await facts(network)).toEqual(first)
    },
    RUN_MS,
  )

  test(
    'lets its reader in as a further member of any of its organisations; only the newest links work',
    async () => {
      const clock = { nowMs: () => Date.now(), advance: () => {} }
      const deps = testDeps(network.db, clock)
      const old = await inviteReaders(network.db, deps, 1)
      const links = await inviteReaders(network.db, deps, 1)
      expect(links).toHaveLength(first.organisations.length)
      const stale = must(
        old.find(({ role }) => role === 'regulator'),
        'a regulator is in the sample',
      ).token
      const fresh = must(
        links.find(({ role }) => role === 'regulator'),
        'a regulator is in the sample',
      ).token
      const browser = testBrowser(deps)
      expect(await browser.call('auth.invitation.read', { token: stale })).toMatchObject({ ok: false })
      await enrolPerson(browser, fresh, 'Kim Reader')
      const { value } = await browser.ask('credit.list', {})
      expect(value).toMatchObject({ total: 5 })
    },
    RUN_MS,
  )

  test(
    'is the same on another network',
    async () => {
      const other = await startNetwork()
      try {
        await other.work()
        const { createdAt } = await other.db.transaction(askForSample)
        const { endedAt } = await until(other, 'done')
        expect((endedAt?.getTime() ?? 0) - createdAt.getTime()).toBeLessThan(MOST_MS)
        expect(await facts(other)).toEqual(first)
      } finally {
        await other.stop()
      }
    },
    RUN_MS,
  )

  test(
    'is taken away but for what the ledger rests on, and can be made anew',
    async () => {
      const { db } = network
      const height = (await overview(db))?.debt
      await db.transaction(askForSampleRemoval)
      const { standing } = await until(network, 'removed')
      expect(standing).toMatchObject({ rights: 24, batches: 1, people: 5, debt: String(height) })
      expect(standing?.desks).toEqual({ collectives: 1, orders: 1, works: 1, contracts: 1 })
      const { organisations, passkeys, memberships, sealedSeeds, creditApplications, people, acts } = schema
      for (const table of [passkeys, memberships, sealedSeeds, creditApplications])
        expect(await db.select().from(table)).toEqual([])
      expect(
        await db
          .select()
          .from(acts)
          .where(inArray(acts.status, ['open'])),
      ).toEqual([])
      const left = await db.select().from(organisations)
      expect(
        left.every(({ name, status }) => name.endsWith('(sample 1, removed)') && status === 'suspended'),
      ).toBe(true)
      expect((await db.select().from(people)).every(({ status }) => status === 'revoked')).toBe(true)
      expect((await overview(db))?.debt).toBe(height)

      await db.transaction(askForSample)
      const again = await until(network, 'done')
      expect(again.run).toBe(2)
      const fresh = await db.select().from(organisations).where(eq(organisations.sampleRun, 2))
      expect(fresh.map(({ name }) => name).sort()).toEqual(first.organisations.map(({ name }) => name).sort())
    },
    RUN_MS,
  )

  test(
    'tells nobody what the portal keeps to itself, whatever they ask: of keys, links, codes and draws',
    async () => {
      const quiet = { report: () => {} }
      const deps = { ...testDeps(network.db, { nowMs: () => Date.now(), advance: () => {} }), ...quiet }
      const readers = await inviteReaders(network.db, deps, 2)
      const { answers, told, columns } = await secretsTold(
        deps,
        readers.map(({ token }) => token),
      )
      expect(told).toEqual(['what is told'])
      expect([answers > 500, columns > 5], `${answers} answers, ${columns} columns`).toEqual([true, true])
    },
    RUN_MS,
  )

  test(
    'shows nobody outside what is not theirs, whatever id they name',
    async () => {
      // The node is out of reach for them: what only it could tell is told to nobody.
      const quiet = { report: () => {} }
      const deps = { ...testDeps(network.db, { nowMs: () => Date.now(), advance: () => {} }), ...quiet }
      const seen = await withoutWalls(network.db, () => reachOfOutsiders(deps))
      expect(seen.asked).toBeGreaterThan(300)
      expect(seen.reached.filter((one) => !meantToReach.includes(one))).toEqual([])
      expect(seen.reached.length).toBeGreaterThan(20)
    },
    RUN_MS,
  )

  test('shows nobody outside what is not theirs, whatever condition a query forgets', async () => {
    const found = await foundWithoutFilter(network.db)
    expect(found.filter(({ seen }) => seen > 0)).toEqual([])
    // Of what organisations keep the sample has rows in many a table.
    expect(found.filter(({ there }) => there > 0).length).toBeGreaterThan(15)
  })
})
