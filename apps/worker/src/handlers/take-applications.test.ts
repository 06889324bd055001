import { schema, writeOutbox } from '@vc/db'
import { organisations, people } from '@vc/db/identity'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { armFailpoints, must } from '@vc/kernel'
import { asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../deps.ts'
import { failpointHandler } from '../failpoints.ts'
import { takeApplicationsHandler } from './take-applications.ts'

const { creditApplications, creditImports, creditImportParts, outbox } = schema
const PARTS = [3, 3, 2]

let database: TestDatabase
beforeAll(async () => {
  database = await startTestDatabase()
}, 120_000)
afterAll(() => database?.stop())
afterEach(() => armFailpoints(undefined))

/** A file of eight lines in three parts, promised to the worker. */
async function brought() {
  const { db } = database
  const [organisation] = await db
    .insert(organisations)
    .values({ name: crypto.randomUUID(), nameZh: '合作社', roles: ['holder'] })
    .returning()
  const [person] = await db
    .insert(people)
    .values({ name: 'Li Na', userHandle: crypto.getRandomValues(new Uint8Array(32)) })
    .returning()
  const of = { organisationId: must(organisation, 'made').id, personId: must(person, 'made').id }
  const at = new Date(0)
  const file = { fileName: 'loans.csv', digest: crypto.randomUUID(), readings: [], setAside: [], count: 8 }
  const [row] = await db
    .insert(creditImports)
    .values({ ...of, ...file, createdAt: at, updatedAt: at })
    .returning()
  const importId = must(row, 'made').id
  for (const [part, size] of PARTS.entries()) {
    const rows = Array.from({ length: size }, (_, i) => lineOf(part * 3 + i))
    await db.insert(creditImportParts).values({ importId, part, rows })
    await writeOutbox(db, {
      topic: 'take-applications',
      payload: { importId, part },
      key: `${importId}-${part}`,
    })
  }
  return importId
}

const lineOf = (i: number) => ({
  ...{ line: i + 2, reference: `L-${i}`, accountId: 'ab'.repeat(20), debtKeyHash: 'cd'.repeat(20) },
  ...{ amount: String(1000 + i), termBlocks: 100, lots: 1, purpose: 'Seed', guarantee: 'Two members' },
})

/** Runs every promise that stands, as a worker does: each once, or `times` at the same time. */
async function work(times = 1): Promise<void> {
  const handler = takeApplicationsHandler({ db: database.db } as WorkerDeps)
  const promised = await database.db.select().from(outbox).where(eq(outbox.topic, 'take-applications'))
  const runs = promised.flatMap(({ id, payload }) =>
    Array.from({ length: times }, () => handler.run(payload, { outboxId: id }).catch(() => undefined)),
  )
  await Promise.all(runs)
}

const standing = async (importId: string) => {
  const { db } = database
  const rows = await db
    .select({ line: creditApplications.line, amount: creditApplications.amount })
    .from(creditApplications)
    .where(eq(creditApplications.importId, importId))
    .orderBy(asc(creditApplications.line))
  const [file] = await db.select().from(creditImports).where(eq(creditImports.id, importId))
  const parts = await db.select().from(creditImportParts).where(eq(creditImportParts.importId, importId))
  return { rows, done: file?.done, parts: parts.length }
}
const whole = Array.from({ length: 8 }, (_, i) => ({ line: i + 2, amount: BigInt(1000 + i) }))

test('three workers at once and again write each line once', async () => {
  const importId = await brought()
  await work(3)
  await work(3)
  expect(await standing(importId)).toEqual({ rows: whole, done: 8, parts: 0 })
})

test('a worker that fails in the middle of a part leaves nothing of it, and the next run takes it whole', async () => {
  const importId = await brought()
  armFailpoints(failpointHandler('applications-part-written=throw:2'))
  await work()
  const { rows, done, parts } = await standing(importId)
  expect(parts).toBe(1)
  expect(rows).toHaveLength(done ?? -1)
  armFailpoints(undefined)
  await work()
  expect(await standing(importId)).toEqual({ rows: whole, done: 8, parts: 0 })
})
