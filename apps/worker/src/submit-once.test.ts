import { setTimeout as sleep } from 'node:timers/promises'
import { toHex } from '@vc/crypto'
import { queueSubmission, runOnce, schema, unspentByKeyHash, writeOutbox } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { openQueue, type Queue, type Worked } from '@vc/jobs'
import { armFailpoints, must } from '@vc/kernel'
import { type Transaction, txidOf } from '@vc/ledger'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { keyHashOf, pays, sample } from '../test/sample-transactions.ts'
import { type ScriptedNode, scriptedNode } from '../test/scripted-node.ts'
import type { WorkerDeps } from './deps.ts'
import { followChain } from './follow-chain.ts'
import { domainHandlers } from './handlers/index.ts'
import type { SubmissionEvent } from './hooks.ts'
import { relayOutbox } from './relay-outbox.ts'
import { watchSubmitted } from './submit-once.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
let database: TestDatabase
let queue: Queue
let worked: Worked
let node: ScriptedNode
let deps: WorkerDeps
let told: [SubmissionEvent, string][]
let failHook = false

beforeAll(async () => {
  database = await startTestDatabase()
  queue = openQueue({ databaseUrl: database.url, onError: () => {} })
  const hooks: WorkerDeps['hooks'] = {
    loan: async (_tx, submission, event) => {
      if (failHook) throw new Error('hook broke')
      told.push([event, submission.subjectId])
    },
  }
  deps = {
    db: database.db,
    // The node changes from test to test; the queue's handlers keep their things.
    client: new Proxy({} as WorkerDeps['client'], { get: (_, name) => node.client[name as 'status'] }),
    log: quiet,
    hooks,
    operatingKey: new Uint8Array(32).fill(1),
    dataDir: '/nowhere',
  }
  worked = queue.work(
    domainHandlers.map((bind) => bind(deps)),
    { concurrency: 3 },
  )
})
afterAll(async () => {
  await worked.close()
  await queue.close()
  await database.stop()
})
beforeEach(async () => {
  await clear()
  node = scriptedNode()
  node.mine([genesis])
  told = []
  failHook = false
})
afterEach(() => armFailpoints(undefined))

/** A job of the test before may still hold a row; the one that PostgreSQL stops tries again. */
async function clear(tries = 5): Promise<void> {
  try {
    await database.sql.begin(async (sql) => {
      await sql`truncate blocks, transactions, inputs, outputs, records, credit_reminders, projection_cursor, outbox`
      // What only grows refers to acts, so these are not truncated.
      for (const table of ['commands', 'acts', 'submissions']) await sql`delete from ${sql(table)}`
    })
  } catch (error) {
    if (tries === 0) throw error
    await clear(tries - 1)
  }
}

const genesis = sample([], [pays('ann', 1000n), pays('ann', 500n)])
const payment = sample([[genesis, 0]], [pays('ben', 990n)])
const next = sample([[payment, 0]], [pays('ann', 980n)])
const id = (transaction: Transaction) => toHex(txidOf(transaction))

const ask = (transactions: readonly Transaction[], subject = 's1') =>
  database.db.transaction((tx) =>
    queueSubmission(tx, { transactions, subject: { kind: 'loan', id: subject } }),
  )
const submission = async (submissionId: string) => {
  const [row] = await database.db
    .select()
    .from(schema.submissions)
    .where(eq(schema.submissions.id, submissionId))
  return must(row, 'the submission')
}
/** Works until a submission has this state, or gives up. */
async function until(submissionId: string, state: string) {
  for (let round = 0; round < 100; round += 1) {
    await relayOutbox(deps, queue)
    await followChain(deps)
    if ((await submission(submissionId)).state === state) return
    await sleep(50)
  }
  const { state: now } = await submission(submissionId)
  const rows = await database.db.select().from(schema.outbox)
  throw new Error(`is ${now}, not ${state}: ${JSON.stringify(rows)}`)
}

test('a submission goes from queued to submitted, in a block and final, and tells who waits at each step', async () => {
  const one = await ask([payment])
  expect((await submission(one)).state).toBe('queued')
  await until(one, 'submitted')
  expect(node.pool()).toEqual([id(payment)])
  node.minePool()
  await until(one, 'in-block')
  expect(await submission(one)).toMatchObject({ height: 1, refusal: null })
  node.finalise(1)
  await until(one, 'final')
  expect(told).toEqual([
    ['in-block', 's1'],
    ['final', 's1'],
  ])
  expect(node.submitted).toHaveLength(1)
})

test('a refusal for good is kept with its code, and tells who waits', async () => {
  node.refuseBy(() => ({ code: 'value-principle', facts: { out: '2', in: '1' } }))
  const one = await ask([payment])
  await until(one, 'refused')
  expect((await submission(one)).refusal).toEqual({ code: 'value-principle', facts: { out: '2', in: '1' } })
  expect(told).toEqual([['refused', 's1']])
})

test('a refusal that the next block may lift is tried again with the same bytes', async () => {
  let no = 2
  node.refuseBy(() => (no-- > 0 ? { code: 'fresh-read', facts: { input: 0 } } : undefined))
  const one = await ask([payment])
  await until(one, 'submitted')
  expect(node.submitted).toHaveLength(3)
  expect(new Set(node.submitted.map((list) => list.join())).size).toBe(1)
  const [row] = await database.db.select().from(schema.outbox)
  for (let tries = 0; tries < 40 && must(row, 'row').doneAt === null; tries += 1) await sleep(25)
  expect(row).toMatchObject({ attempts: 2 })
})

test('what spends the output of a submission under way waits for it instead of being refused', async () => {
  node.refuseBy((txids) => {
    const early = txids.includes(id(next)) && !node.pool().includes(id(payment))
    return early ? { code: 'missing-output', facts: { input: 0 } } : undefined
  })
  const second = await ask([next], 's2')
  const first = await ask([payment], 's1')
  await until(first, 'submitted')
  await until(second, 'submitted')
})

test('a "no" to bytes that the node has already is no refusal', async () => {
  const one = await ask([payment])
  await node.client.submit((await submission(one)).transactions)
  node.refuseBy(() => ({ code: 'duplicate-input', facts: { input: 0 } }))
  await until(one, 'submitted')
  node.minePool()
  await until(one, 'in-block')
  expect(told).toEqual([['in-block', 's1']])
})

test('a mempool that was lost gets the same bytes again', async () => {
  const one = await ask([payment])
  await until(one, 'submitted')
  node.loseMempool()
  await sleep(20)
  expect(await watchSubmitted(deps, 10)).toBe(1)
  expect(node.pool()).toEqual([id(payment)])
  expect(node.submitted[0]).toEqual(node.submitted[1])
})

test('a block that was left puts its submissions back on their way, with the same bytes', async () => {
  const one = await ask([payment])
  await until(one, 'submitted')
  node.minePool()
  await until(one, 'in-block')
  node.leave(0)
  node.loseMempool()
  node.mine([])
  await until(one, 'submitted')
  await watchSubmitted(deps)
  node.minePool()
  await until(one, 'in-block')
  expect((await submission(one)).height).toBe(2)
  node.finalise(2)
  await until(one, 'final')
  expect(told.filter(([event]) => event === 'final')).toHaveLength(1)
})

test('a submission of several transactions is in a block when the last of them is', async () => {
  const both = await ask([payment, next])
  await until(both, 'submitted')
  node.mine([payment])
  await until(both, 'submitted')
  node.mine([next])
  await until(both, 'in-block')
  expect((await submission(both)).height).toBe(2)
})

test('a hook that breaks does not stop the chain and is called again', async () => {
  const one = await ask([payment])
  await until(one, 'submitted')
  failHook = true
  node.minePool()
  await until(one, 'in-block')
  expect(told).toEqual([])
  failHook = false
  for (let round = 0; round < 100 && told.length === 0; round += 1) {
    await relayOutbox(deps, queue)
    await sleep(50)
  }
  expect(told).toEqual([['in-block', 's1']])
})

test.each([
  'outbox-after-enqueue',
  'outbox-after-mark',
  'job-after-claim',
  'submit-after-claim',
  'submit-before-send',
  'submit-after-send',
  'submit-before-mark',
  'job-before-done',
  'job-after-done',
  'job-after-commit',
])('a fault at %s loses and doubles nothing', async (name) => {
  let once = true
  armFailpoints((at) => {
    if (at !== name || !once) return
    once = false
    throw new Error(at)
  })
  const one = await ask([payment])
  await relayOutbox(deps, queue).catch(() => {})
  // As a worker does when it starts.
  if (name.startsWith('outbox')) await relayOutbox(deps, queue, 0)
  await until(one, 'submitted')
  node.minePool()
  await until(one, 'in-block')
  expect(once).toBe(false)
  expect(new Set(node.submitted.map((list) => list.join())).size).toBe(1)
  expect(told).toEqual([['in-block', 's1']])
})

test('a queue that lost all jobs is filled again from the outbox', async () => {
  await ask([payment])
  await database.db.update(schema.outbox).set({ dispatchedAt: sql`now() - interval '1 minute'` })
  expect(await relayOutbox(deps, queue)).toBe(1)
  expect(await relayOutbox(deps, queue)).toBe(0)
})

test('an outbox row without a job, or that does not fit it, is put aside with a sentence', async () => {
  await writeOutbox(database.db, { topic: 'no-such-job', payload: {}, key: 'k1' })
  await writeOutbox(database.db, { topic: 'submit', payload: { submissionId: 'x' }, key: 'k2' })
  expect(await writeOutbox(database.db, { topic: 'submit', payload: {}, key: 'k2' })).toBe(false)
  await relayOutbox(deps, queue)
  const rows = await database.db.select().from(schema.outbox).orderBy(schema.outbox.key)
  expect(rows.map((row) => row.lastError)).toEqual([
    'no job is named no-such-job',
    expect.stringContaining('payload does not fit job submit'),
  ])
})

test('inputs of submissions under way and of open acts are not free to be chosen', async () => {
  await followChain(deps)
  const free = async () =>
    (await unspentByKeyHash(database.db, toHex(keyHashOf('ann')), { free: true })).map(
      (output) => output.index,
    )
  expect(await free()).toEqual([0, 1])
  await ask([payment])
  expect(await free()).toEqual([1])
  await database.db.insert(schema.acts).values({
    kind: 'pay',
    subjectKind: 'loan',
    subjectId: 's1',
    transactions: [],
    named: [],
    required: [],
    outpoints: [`${id(genesis)}:1`],
    createdBy: 'ann',
    expiresAt: new Date(Date.now() + 60_000),
  })
  expect(await free()).toEqual([])
  await database.db.update(schema.acts).set({ status: 'withdrawn' })
  expect(await free()).toEqual([1])
})

test('a command sent many times at once has one effect and one answer; another request is a conflict', async () => {
  let effects = 0
  const name = { tenant: 't', key: 'k', requestHash: 'h' }
  const run = () =>
    runOnce(database.db, name, async () => {
      effects += 1
      await sleep(20)
      return { effect: effects }
    })
  const answers = await Promise.all(Array.from({ length: 8 }, run))
  expect(effects).toBe(1)
  for (const answer of answers) expect(answer).toEqual({ ok: true, value: { effect: 1 } })
  const other = await runOnce(database.db, { ...name, requestHash: 'other' }, async () => ({ effect: 0 }))
  expect(other).toEqual({ ok: false, refusal: { code: 'idempotency-conflict', key: 'k' } })
  expect((await runOnce(database.db, { ...name, tenant: 'u' }, async () => 1)).ok).toBe(true)
})
