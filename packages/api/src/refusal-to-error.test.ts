import { TRPCError } from '@trpc/server'
import { scopedTo } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeError } from './refusal-to-error.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await startTestDatabase()
}, 120_000)
afterAll(() => database?.stop())

const told = (cause: unknown) => describeError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause })).code

test('who waits too long for what another one has in hand is told so; another fault tells nothing of itself', async () => {
  const db = scopedTo(database.db, { as: 'vc_api' })
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7)`)
    expect(told(await waiting(db))).toBe('busy')
  })
  const other = await db.execute(sql`select 1 / 0`).catch((error: unknown) => error)
  expect(told(other)).toBe('internal')
})

function waiting(db: TestDatabase['db']): Promise<unknown> {
  return db
    .transaction(async (tx) => {
      await tx.execute(sql`set local lock_timeout = '50ms'`)
      await tx.execute(sql`select pg_advisory_xact_lock(7)`)
    })
    .catch((error: unknown) => error)
}
