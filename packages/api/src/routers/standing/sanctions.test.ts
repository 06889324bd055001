import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
import { promiseEvaluations, pushEvaluationsAt, schema } from '@vc/db'
import { VALUE } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import { lendTo } from '../credit/testing-loan.ts'
import { anotherDay, village } from '../credit/testing-village.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(async () => {
  await anotherDay(network)
  // The tests before have moved the chain on.
  await at(10)
})

type People = Awaited<ReturnType<typeof village>>
const keyOf = ({ debtKeyHash }: People) => toHex(debtKeyHash)
const ask = async <T>(browser: TestBrowser, path: string, input?: object) =>
  (await browser.ask(path, input)).value as T
async function at(height: number, change: object = {}) {
  await network.database.db.update(schema.projectionCursor).set({ height, ...change })
}
async function spend(txid: string, index: number, spentBy: string, spentHeight: number) {
  const { outputs } = schema
  const lot = and(eq(outputs.txid, txid), eq(outputs.index, index))
  await network.database.db.update(outputs).set({ spentBy, spentHeight }).where(lot)
}
type Listed = {
  height: number
  rows: { keyHash: string; stage: string; debtor: { name: string } | null; entries: object[] }[]
  left: { keyHash: string; entries: object[] }[]
}

test('whose debt is bad is on the list that authorities and regulators see, with the transactions of entry and exit', async () => {
  const [people, good] = [await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n, 20_000n], 20)
  await lendTo(network, good, [5_000n], 9_000)
  const regulator = await network.enrolled('regulator')
  const list = async (browser: TestBrowser = regulator.browser) => ask<Listed>(browser, 'standing.sanctions')
  expect((await list()).rows).toEqual([])
  await at(19)
  expect((await list()).rows).toMatchObject([{ keyHash: keyOf(people), stage: 'overdue' }])
  await at(80)
  const shown = await list()
  expect(shown.rows).toMatchObject([
    { keyHash: keyOf(people), stage: 'bad', sums: { bad: 30_000n }, debtor: { name: expect.any(String) } },
  ])
  expect(shown.rows[0]?.entries).toMatchObject([
    { txid, since: 81 },
    { txid, since: 80 },
  ])
  for (const { browser } of [good.authority, await network.enrolled('admission')])
    expect((await list(browser)).rows).toHaveLength(1)
  expect((await people.holder.browser.ask('standing.sanctions')).code).toBe('not-allowed')
  for (const index of [1, 2]) await spend(txid, index, 'ab'.repeat(32), 85)
  await at(90)
  const after = await list()
  expect(after.rows).toEqual([])
  expect(after.left).toMatchObject([
    { keyHash: keyOf(people), entries: [{ exit: { how: 'paid', height: 85 } }, { exit: { how: 'paid' } }] },
  ])
})

test('what the reserve paid for was written off, and stays on the list', async () => {
  const people = await village(network)
  const { db } = network.database
  const txid = await lendTo(network, people, [7_000n], 20)
  const [script, payment] = [new Uint8Array([0x51, 0x51]), 'cd'.repeat(32)]
  const record = { height: 1, index: 77, txid: '77'.repeat(32), table: 'reserve', newest: true }
  await db
    .insert(schema.records)
    .values({ ...record, key: Buffer.from('bad-debt').toString('hex'), value: script })
  const purse = { txid: '78'.repeat(32), index: 0, layer: 2, kind: 0, element: VALUE, amount: 9_000n, script }
  await db.insert(schema.outputs).values({ ...purse, createdHeight: 2 })
  const named = { txid: payment, index: 1, height: 85, outputTxid: purse.txid, outputIndex: 0, reads: false }
  await db.insert(schema.inputs).values(named)
  await spend(txid, 1, payment, 85)
  await at(90)
  const { browser } = await network.enrolled('regulator')
  const { rows } = await ask<Listed>(browser, 'standing.sanctions')
  expect(rows.find(({ keyHash }) => keyHash === keyOf(people))).toMatchObject({
    ...{ stage: 'written-off', sums: { 'written-off': 7_000n } },
    entries: [{ txid: payment, since: 85, exit: null }],
  })
})

test('an application shows the review what the list has on any key of its applicant; the human decides', async () => {
  const people = await village(network)
  const other = await village(network)
  await lendTo(network, { ...people, debtKeyHash: other.debtKeyHash }, [3_000n], 20)
  const { sealedSeeds } = schema
  const { organisationId } = people.holder
  await network.database.db
    .update(sealedSeeds)
    .set({ organisationId })
    .where(eq(sealedSeeds.personId, other.holder.personId))
  const { value } = await people.holder.browser.call('credit.submit', {
    ...{ commandKey: randomUUID(), accountId: toHex(people.accountId), amount: 2_000n, termBlocks: 300 },
    ...{ lots: 1, purpose: 'Seed', guarantee: 'None' },
  })
  const { applicationId } = value as { applicationId: string }
  const review = () =>
    ask<{ sanctions: { found: object[] } }>(people.authority.browser, 'credit.review', { applicationId })
  expect((await review()).sanctions.found).toEqual([])
  await at(90)
  expect((await review()).sanctions.found).toMatchObject([{ keyHash: keyOf(other), stage: 'bad' }])
})

const PERIOD = 7 * 17_280
test('evaluations are cut by height for who consented, once, and told to the authority; a withdrawn consent brings none', async () => {
  const [people, lender] = [await village(network), await village(network)]
  await lendTo(network, people, [10_000n], 9_000_000)
  const { organisationId: authorityId } = lender.authority
  const consent = { commandKey: randomUUID(), debtKeyHash: keyOf(people), authorityId, days: 14 }
  await people.holder.browser.call('standing.consent', consent)
  const { db } = network.database
  const topic = eq(schema.outbox.topic, 'push-evaluations')
  for (const _ of [1, 2]) await db.transaction((tx) => promiseEvaluations(tx, PERIOD - 1, 2 * PERIOD))
  const promised = await db.select().from(schema.outbox).where(topic)
  expect(promised.map(({ payload }) => payload)).toEqual([{ height: PERIOD }, { height: 2 * PERIOD }])
  await at(3 * PERIOD)
  const push = (height: number) => db.transaction((tx) => pushEvaluationsAt(tx, height, new Date()))
  expect([await push(PERIOD), await push(PERIOD), await push(3 * PERIOD)]).toEqual([1, 1, 0])
  type Evaluations = { next: number; rows: { height: number; score: number; unpaid: bigint }[] }
  const seen = await ask<Evaluations>(lender.authority.browser, 'standing.evaluations')
  const firm = { name: expect.any(String) }
  expect(seen).toMatchObject({ next: 4 * PERIOD, rows: [{ height: PERIOD, unpaid: 10_000n, firm }] })
  expect((await ask<Evaluations>(people.authority.browser, 'standing.evaluations')).rows).toEqual([])
  type Notices = { id: string; kind: string; about: string; seenAt: Date | null }[]
  const notices = () => ask<Notices>(lender.authority.browser, 'standing.notices')
  const [told] = await notices()
  expect(await notices()).toMatchObject([{ kind: 'evaluations', about: String(PERIOD), seenAt: null }])
  const seenBy = (browser: TestBrowser) => browser.call('standing.seen', { noticeId: told?.id })
  expect((await seenBy(people.authority.browser)).code).toBe('not-found')
  for (const _ of [1, 2]) expect((await seenBy(lender.authority.browser)).code).toBe('ok')
  expect((await notices())[0]?.seenAt).toBeInstanceOf(Date)
  await expect(db.update(schema.creditEvaluations).set({ score: 1_000 })).rejects.toThrow()
})
