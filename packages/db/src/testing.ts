import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { migrate, type OpenDatabase, openDatabase } from './open.ts'
import { runningPostgres, startPostgres } from './postgres-server.ts'

export type TestDatabase = OpenDatabase & { readonly url: string; readonly stop: () => Promise<void> }

/** Folder of the server that the test files of a run share; unset, each has a server of its own. */
const SHARED = 'VC_TEST_POSTGRES'
/** A database with all tables, which those of the tests are copies of. */
const TEMPLATE = 'vc_template'
const LOCK = 5_643_202

/**
 * A real database with all tables, gone after stop(). For tests only. `hasOwnServer`: for who changes what a whole server
 * has in common, as roles are.
 */
export async function startTestDatabase({ hasOwnServer = false } = {}): Promise<TestDatabase> {
  const shared = process.env[SHARED]
  return shared === undefined || hasOwnServer ? onServerOfItsOwn() : onServerOf(shared)
}

/** Lets the test files of this run share one server, begun by the first that asks; gives what ends it. */
export function shareTestServer(): () => Promise<void> {
  const folder = makeFolder()
  process.env[SHARED] = folder
  return async () => {
    const isRunning = (await runningPostgres(dataIn(folder))) !== undefined
    if (isRunning) await (await startServer(folder)).stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vc-db-'))
  // The database server runs as another user when this one is root.
  chmodSync(folder, 0o755)
  return folder
}

const dataIn = (folder: string) => join(folder, 'data')
const startServer = (folder: string) =>
  startPostgres({ dataDir: dataIn(folder), port: 0, isThrownAway: true })

async function onServerOfItsOwn(): Promise<TestDatabase> {
  const folder = makeFolder()
  const server = await startServer(folder)
  await migrate(server.url)
  const open = openDatabase(server.url, { as: 'owner' })
  const stop = async () => {
    await open.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...open, url: server.url, stop }
}

async function onServerOf(folder: string): Promise<TestDatabase> {
  const server = (await runningPostgres(dataIn(folder))) ?? (await startServer(folder)).url
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdministrator(server, async (sql) => {
    await sql`select pg_advisory_lock(${LOCK})`
    await makeTemplate(server, sql)
    await sql`create database ${sql(name)} template ${sql(TEMPLATE)}`
  })
  const url = addressOf(server, name)
  const open = openDatabase(url, { as: 'owner' })
  const stop = async () => {
    await open.close()
    await asAdministrator(server, (sql) => sql`drop database ${sql(name)} with (force)`)
  }
  return { ...open, url, stop }
}

/** The first one makes it; it is called a template when it is whole. */
async function makeTemplate(server: string, sql: Sql): Promise<void> {
  const [known] = await sql`select datistemplate as whole from pg_database where datname = ${TEMPLATE}`
  if (known?.whole) return
  if (known === undefined) await sql`create database ${sql(TEMPLATE)}`
  await migrate(addressOf(server, TEMPLATE))
  await sql`alter database ${sql(TEMPLATE)} is_template true`
}

async function asAdministrator(server: string, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(addressOf(server, 'postgres'), { max: 1, onnotice: () => {} })
  try {
    await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function addressOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}
