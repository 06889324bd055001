import { sanctionsOf } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { lateLots, schema } from '@vc/db'
import { organisations, people } from '@vc/db/identity'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { armFailpoints, must } from '@vc/kernel'
import { MANAGEMENT } from '@vc/ledger'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { keyHashOf, owes, pays, sample } from '../../test/sample-transactions.ts'
import { scriptedNode } from '../../test/scripted-node.ts'
import { drain } from '../../test/worker-kit.ts'
import type { WorkerDeps } from '../deps.ts'
import { failpointHandler } from '../failpoints.ts'
import { followChain } from '../follow-chain.ts'

const { creditEvaluations, creditNotices, outbox, scoreConsents } = schema
/** One block a day: an evaluation is cut every seven blocks. */
const node = scriptedNode({ parameters: { blockInterval: 86_400 } })
const firmKey = toHex(keyHashOf('firm'))
let database: TestDatabase
let deps: WorkerDeps
beforeAll(async () => {
  database = await startTestDatabase()
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const operatingKey = new Uint8Array(32).fill(11)
  deps = { db: database.db, client: node.client, log, hooks: {}, operatingKey, dataDir: '/nowhere' }
}, 120_000)
afterAll(() => database?.stop())
afterEach(() => armFailpoints(undefined))

/** A firm that lets a bank see its score from block 0 to `until`, and that bank. */
async function consent(until: number) {
  const { db } = database
  const named = (name: string) => ({ name, nameZh: name, roles: ['holder'] })
  const made = await db
    .insert(organisations)
    .values([named('Firm'), named('Bank')])
    .returning()
  const [firm, bank] = made.map(({ id }) => id)
  const handle = { name: 'Li Na', userHandle: crypto.getRandomValues(new Uint8Array(32)) }
  const [person] = await db.insert(people).values(handle).returning()
  const who = { organisationId: must(firm, 'a firm'), personId: must(person, 'made').id }
  const when = { fromHeight: 0, untilHeight: until, createdAt: new Date(0), updatedAt: new Date(0) }
  const authorityId = must(bank, 'a bank')
  await db
    .insert(scoreConsents)
    .values({ ...who, ...when, authorityId, debtKeyHash: firmKey, commandKey: crypto.randomUUID() })
  return { authorityId }
}

/** Final blocks up to a height, each followed; what was promised is left. */
async function grow(to: number): Promise<void> {
  while (node.height() < to) node.mine([])
  node.finalise(node.height())
  await followChain(deps)
}

const written = () => database.db.select().from(creditEvaluations).orderBy(asc(creditEvaluations.height))
const promised = async () => {
  const open = and(eq(outbox.topic, 'push-evaluations'), isNull(outbox.doneAt))
  return (await database.db.select().from(outbox).where(open)).map(({ payload }) => payload)
}

test('the worker pushes evaluations on their schedule of blocks, whole or not at all, and a default is in the joint list', async () => {
  const { authorityId } = await consent(20)
  const credit = sample([], [pays('bank', 1_000_000n, 1)], { layer: MANAGEMENT, kind: 4 })
  const loan = sample([[credit, 0]], [pays('firm', 900n), owes('firm', 900n, 9)], { kind: 1 })
  node.mine([credit])
  node.mine([loan])
  await grow(6)
  expect(await promised()).toEqual([])
  await grow(7)
  expect(await promised()).toEqual([{ height: 7 }])

  armFailpoints(failpointHandler('job-before-done=throw:1'))
  await drain(deps)
  expect(await promised()).toEqual([])
  expect(await written()).toMatchObject([
    { authorityId, height: 7, debtKeyHash: firmKey, unpaid: 900n, overdue: 0n },
  ])
  expect(sanctionsOf(...lateOf(await lateLots(database.db)))).toEqual([])

  // Block 14: the lot of height 9 is overdue. Block 21: the consent has ended.
  await grow(21)
  await drain(deps)
  const [first, second, ...more] = await written()
  expect(more).toEqual([])
  expect(second).toMatchObject({ authorityId, height: 14, unpaid: 900n, overdue: 900n })
  expect(second?.score).toBeLessThan(first?.score ?? 0)
  const told = await database.db.select().from(creditNotices).orderBy(asc(creditNotices.height))
  expect(told.map(({ kind, about }) => [kind, about])).toEqual([
    ['evaluations', '7'],
    ['evaluations', '14'],
  ])
  const listed = sanctionsOf(...lateOf(await lateLots(database.db)))
  expect(listed).toMatchObject([{ keyHash: firmKey }])
  expect(listed[0]?.stage).not.toBeNull()
})

const lateOf = ({ lots, rules }: Awaited<ReturnType<typeof lateLots>>) => [lots, rules] as const
