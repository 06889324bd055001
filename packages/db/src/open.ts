import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres, { type Sql } from 'postgres'
import { guardAppendOnly } from './append-only.ts'
import * as schema from './schema/index.ts'
import { raiseWalls } from './walls/raise-walls.ts'
import { type DatabaseRole, settingsOf } from './walls/roles.ts'

export type Db = PostgresJsDatabase<typeof schema>
/** What `db.transaction()` hands to its function. */
export type DbTransaction = PgTransaction<
  PostgresJsQueryResultHKT,
  typeof schema,
  ExtractTablesWithRelations<typeof schema>
>
/** For reads and stores that work inside a transaction as well as outside. */
export type DbOrTransaction = Db | DbTransaction
export type OpenDatabase = { readonly db: Db; readonly sql: Sql; readonly close: () => Promise<void> }

/**
 * Opens a pool that acts as `vc_worker` unless told; nothing is connected before the first question. close() gives up on dead
 * connections after 5 s. As `owner` nothing is in the way: for tests and for what looks after the tables.
 */
export function openDatabase(
  url: string,
  { max = 10, as = 'vc_worker' }: { max?: number; as?: DatabaseRole | 'owner' } = {},
): OpenDatabase {
  const connection = as === 'owner' ? {} : settingsOf(as)
  const sql = postgres(url, { max, connection, onnotice: () => {} })
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) }
}

/** Found at the call: a bundler would take it for a module. */
const migrationsFolder = () => join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'drizzle')
const LOCK = 5_643_201

/** Brings the tables up to the newest migration; several processes may ask at once. */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(${LOCK})`
    await runMigrations(drizzle(sql), { migrationsFolder: migrationsFolder() })
    await guardAppendOnly(sql)
    await raiseWalls(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
