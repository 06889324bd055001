import { toHex, utf8 } from '@vc/crypto'
import {
  balances,
  circulationEquation,
  debtsOf,
  findCursor,
  modeCounts,
  newestRecords,
  overview,
  schema,
  totals,
  unspentByKeyHash,
} from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { armFailpoints, must } from '@vc/kernel'
import { DEBT_LAYER, type Kind, MANAGEMENT, RECORD, type Transaction, txidOf } from '@vc/ledger'
import { asc } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { keyHashOf, owes, pays, sample } from '../test/sample-transactions.ts'
import { type ScriptedNode, scriptedNode } from '../test/scripted-node.ts'
import { followChain } from './follow-chain.ts'
import { rewindTo } from './project-block.ts'
import { rebuildProjections, tableDigest } from './rebuild.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }
let database: TestDatabase
let node: ScriptedNode
const follow = () => followChain({ db: database.db, client: node.client, log: quiet, hooks: {} })
const id = (transaction: Transaction) => toHex(txidOf(transaction))
const hash = (name: string) => toHex(keyHashOf(name))

beforeAll(async () => {
  database = await startTestDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  await database.sql`truncate blocks, transactions, inputs, outputs, records, credit_reminders, projection_cursor`
  node = scriptedNode()
})
afterEach(() => armFailpoints(undefined))

const genesis = sample([], [pays('ann', 1000n), pays('ben', 500n)])
const credit = sample([], [pays('ann', 1_000_000n, 1)], { layer: MANAGEMENT, kind: 4 })
const payment = sample([[genesis, 0]], [pays('ben', 300n), pays('ann', 690n)])
const loan = sample([[credit, 0]], [pays('ann', 1000n), owes('ann', 1000n, 3)], { kind: 1 })
const lock = sample([[genesis, 1]], [pays('ben', 490n)], { layer: DEBT_LAYER })
const record = (value: string, from: readonly [Transaction, number] = [lock, 0]): Transaction =>
  sample([from], [pays('ann', 0n)], {
    layer: MANAGEMENT,
    kind: RECORD,
    witnesses: [[utf8('signature'), utf8('notes'), utf8('k'), utf8(value)]],
  })

test('a block becomes rows: what it writes, what it spends, what it only reads, and its fee', async () => {
  node.mine([genesis, credit])
  node.mine([payment, loan], [0n, 0n, 0n, 5n, 6n, 7n, 2490n, 8n, 1000n])
  expect(await follow()).toBe(1)
  const rows = await database.db
    .select()
    .from(schema.transactions)
    .orderBy(asc(schema.transactions.height), asc(schema.transactions.index))
  expect(rows.map(({ height, index, txid, fee }) => [height, index, txid, fee])).toEqual([
    [0, 0, id(genesis), 0n],
    [0, 1, id(credit), 0n],
    [1, 0, id(payment), 10n],
    [1, 1, id(loan), 0n],
  ])
  expect(
    (await unspentByKeyHash(database.db, hash('ann'), { element: 0, layer: 2 })).map((o) => o.amount),
  ).toEqual([1000n, 690n])
  expect(await unspentByKeyHash(database.db, hash('ann'), { element: 1 })).toHaveLength(1)
  expect(await balances(database.db, [hash('ben')])).toEqual([
    { keyHash: hash('ben'), layer: 2, element: 0, amount: 800n, outputs: 2 },
  ])
  expect(await totals(database.db)).toEqual([
    { layer: 0, element: 1, amount: 1_000_000n, outputs: 1 },
    { layer: 2, element: 0, amount: 2490n, outputs: 4 },
    { layer: 2, element: 2, amount: 1000n, outputs: 1 },
  ])
  expect(await overview(database.db)).toMatchObject({
    height: 1,
    circulatingValue: 2490n,
    lockedValue: 5n,
    debt: 1007n,
    creditReserve: 14n,
    // 2490 and 5 of value, 1007 of them of debt; with 14 of unused credit there can be 2509 at most.
    baseValue: 1488n,
    grantedCredit: 1021n,
    ceiling: 2509n,
    catchingUp: false,
  })
})

test('every transaction circulates value in one of three modes, and the equation holds as long as nothing comes from nowhere', async () => {
  const part = (of: readonly [Transaction, number][], out: Parameters<typeof sample>[1], kind: Kind = 0) =>
    sample(of, out, { kind })
  const repaid = part(
    [
      [loan, 0],
      [loan, 1],
    ],
    [],
  )
  const debt = part([[credit, 0]], [pays('eve', 700n), owes('eve', 700n, 9)], 1)
  const renewed = part([[debt, 1]], [owes('eve', 300n, 20), owes('eve', 400n, 30)], 1)
  const reward = (amount: bigint) => part([], [pays('producer', amount)], 6)
  node.mine([genesis, credit])
  node.mine([payment, loan, lock], [0n, 0n, 0n, 490n, 0n, 0n, 1990n, 0n, 1000n])
  node.mine([reward(15n), repaid, debt, renewed], [0n, 0n, 0n, 490n, 0n, 0n, 1705n, 0n, 700n])
  await follow()
  const counts = await modeCounts(database.db, { from: 0, to: 2 })
  const of = (wanted: string) =>
    counts.filter(({ mode }) => mode === wanted).map(({ kind, count }) => [kind, count])
  expect(of('direct-value')).toEqual([
    [0, 3], // genesis, payment, lock
    [6, 1],
  ])
  expect(of('debt-value')).toEqual([
    [0, 1], // repaid
    [1, 2], // loan, debt
    [4, 1], // the group's credit
  ])
  expect(of('direct-debt')).toEqual([[1, 1]])
  expect((await modeCounts(database.db, { from: 2, to: 2 })).map(({ count }) => count)).toEqual([1, 1, 1, 1])
  // 1,500 were allotted, 20 of fees taken, 15 of them paid out.
  expect(await circulationEquation(database.db)).toEqual({
    ...{ height: 2, base: 1495n, locked: 490n, debt: 700n, formula: 1705n },
    ...{ unspent: 1705n, header: 1705n, holds: true },
  })
  node.mine([part([], [pays('thief', 1n)])], [0n, 0n, 0n, 490n, 0n, 0n, 1705n, 0n, 700n])
  await follow()
  expect(await circulationEquation(database.db)).toMatchObject({
    unspent: 1706n,
    header: 1705n,
    holds: false,
  })
})

test('reminders of a lot are cut with the block that writes it, go with it, and come once however often it comes', async () => {
  const long = sample([[credit, 0]], [owes('ann', 1000n, 51)], { kind: 1 })
  node.mine([genesis, credit])
  node.mine([long])
  await follow()
  const { creditReminders } = schema
  const cut = await database.db.select().from(creditReminders).orderBy(asc(creditReminders.height))
  expect(cut.map(({ stage, height }) => [stage, height])).toEqual([
    ['soon', 46],
    ['last', 50],
    ['due', 51],
  ])
  await rebuildProjections(database.db, node.client)
  expect(await database.db.select().from(creditReminders).orderBy(asc(creditReminders.height))).toEqual(cut)
  await database.db.transaction((tx) => rewindTo(tx, 0))
  expect(await database.db.select().from(creditReminders)).toEqual([])
})

test('a debt is open, then overdue from its expiry height, then bad after badDebtAge more blocks', async () => {
  node.mine([genesis, credit])
  node.mine([loan])
  const stateAt = async (height: number) => {
    while (node.height() < height) node.mine([], [0n, 0n, 0n, 0n, 0n, 0n, 10n, 0n, 1000n])
    await follow()
    return must((await debtsOf(database.db, hash('ann')))[0], 'a debt').state
  }
  expect(await stateAt(2)).toBe('open')
  expect(await stateAt(3)).toBe('overdue')
  expect(await stateAt(62)).toBe('overdue')
  expect(await stateAt(63)).toBe('bad')
  expect(await overview(database.db)).toMatchObject({ badDebt: 1000n, overdueDebt: 0n })
})

test('the newest record of a pair is its value, an empty one deletes, and a reorganisation gives the old one back', async () => {
  const values = async () =>
    (await newestRecords(database.db, 'notes')).map(({ value }) => Buffer.from(value).toString())
  node.mine([genesis])
  node.mine([lock])
  const first = record('one')
  node.mine([first])
  const second = record('two', [first, 0])
  node.mine([second, record('three', [second, 0])])
  await follow()
  expect(await values()).toEqual(['three'])
  node.leave(2)
  node.mine([])
  await follow()
  expect(await values()).toEqual(['one'])
  node.mine([record('', [first, 0])])
  await follow()
  expect(await values()).toEqual([])
})

test('after reorganisations the tables are those of a projection from the first block', async () => {
  node.mine([genesis, credit])
  node.mine([payment, lock])
  node.mine([loan])
  node.mine([record('one')])
  await follow()
  for (const depth of [3, 2, 1, 0]) {
    node.leave(depth)
    node.mine(depth === 0 ? [payment] : [])
    if (depth % 2 === 1) node.mine([])
    await follow()
    const grown = await tableDigest(database.db)
    expect((await findCursor(database.db))?.hash).toBe(node.blocks().at(-1)?.hash)
    await rebuildProjections(database.db, node.client)
    expect(await tableDigest(database.db)).toEqual(grown)
  }
})

test('a longer chain is projected in order although two workers follow at once', async () => {
  node.mine([genesis, credit])
  for (let i = 0; i < 20; i += 1) node.mine(i === 7 ? [payment] : [])
  await Promise.all([follow(), follow(), follow()])
  expect(await database.db.select().from(schema.blocks)).toHaveLength(21)
  const grown = await tableDigest(database.db)
  await rebuildProjections(database.db, node.client)
  expect(await tableDigest(database.db)).toEqual(grown)
})

test.each([
  ['project-mid-block', 2],
  ['project-before-cursor', 2],
  ['project-after-block', 2],
  ['settle-before-commit', 1],
] as const)('a fault at %s leaves whole blocks only, and the next round goes on', async (name, passing) => {
  node.mine([genesis, credit])
  node.mine([payment, loan])
  let left: number = passing
  armFailpoints((at) => {
    if (at === name && --left === 0) throw new Error(at)
  })
  await follow().catch(() => {})
  const cursor = await findCursor(database.db)
  expect(await database.db.select().from(schema.blocks)).toHaveLength((cursor?.height ?? -1) + 1)
  await follow()
  const after = await tableDigest(database.db)
  armFailpoints(undefined)
  await rebuildProjections(database.db, node.client)
  expect(await tableDigest(database.db)).toEqual(after)
})

test.each(['rewind-mid', 'rewind-before-cursor'])(
  'a fault at %s undoes the whole rewinding',
  async (name) => {
    node.mine([genesis, credit])
    node.mine([payment])
    node.mine([loan])
    await follow()
    const before = await tableDigest(database.db)
    node.leave(0)
    node.mine([])
    armFailpoints((at) => {
      if (at === name) throw new Error(at)
    })
    await expect(follow()).rejects.toThrow(name)
    expect(await tableDigest(database.db)).toEqual(before)
    armFailpoints(undefined)
    expect(await follow()).toBe(1)
  },
)

test('a chain that leaves a final block, or another network, is alarmed and never followed', async () => {
  node.mine([genesis])
  node.mine([payment])
  node.mine([])
  node.finalise(1)
  await follow()
  expect((await findCursor(database.db))?.finalHeight).toBe(1)
  node.leave(0)
  node.finalise(0)
  node.mine([])
  node.mine([])
  await expect(follow()).rejects.toMatchObject({ code: 'final-block-left' })
  node = scriptedNode()
  node.mine([credit])
  node.leave(-1)
  node.mine([credit])
  await expect(follow()).rejects.toMatchObject({ code: 'other-network' })
})

test('a node that is only behind is waited for', async () => {
  node.mine([genesis])
  node.mine([payment])
  await follow()
  const short = scriptedNode()
  short.mine([genesis])
  node = short
  expect(await follow()).toBe(1)
})
