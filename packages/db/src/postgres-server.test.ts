import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from '@vc/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase } from './open.ts'
import { keepPostgres } from './postgres-keeper.ts'
import { freePort, type PostgresServer, startPostgres } from './postgres-server.ts'
import { inspectPostmaster } from './postmaster.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-postgres-'))
chmodSync(folder, 0o755)
const dataDir = join(folder, 'data')
let server: PostgresServer
const pidOf = () => Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0])

async function ask(url: string, work: (sql: ReturnType<typeof openDatabase>['sql']) => Promise<unknown>) {
  const { sql, close } = openDatabase(url, { max: 1, as: 'owner' })
  try {
    return await work(sql)
  } finally {
    await close()
  }
}

beforeAll(async () => {
  server = await startPostgres({ dataDir, port: 0 })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a new folder becomes a server that writes through to the disk and listens on loopback only', async () => {
  const [row] = (await ask(
    server.url,
    (sql) =>
      sql`select current_setting('fsync') f, current_setting('synchronous_commit') s,
          current_setting('listen_addresses') l, current_setting('server_encoding') e`,
  )) as { f: string; s: string; l: string; e: string }[]
  expect(row).toEqual({ f: 'on', s: 'on', l: '127.0.0.1', e: 'UTF8' })
  expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600)
  await expect(ask(server.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), (sql) => sql`select 1`)).rejects.toThrow(
    /password authentication failed/,
  )
})

test('a second start of the same folder reuses the running server', async () => {
  const pid = pidOf()
  const again = await startPostgres({ dataDir, port: await freePort() })
  expect(again.url).toBe(server.url)
  expect(pidOf()).toBe(pid)
})

test('rows that were committed are there after kill -9 and a new start', async () => {
  await ask(server.url, async (sql) => {
    await sql`create table kept (n int)`
    for (let n = 0; n < 200; n += 1) await sql`insert into kept values (${n})`
  })
  process.kill(pidOf(), 'SIGKILL')
  server = await startPostgres({ dataDir, port: 0 })
  const rows = (await ask(server.url, (sql) => sql`select count(*)::int as n from kept`)) as { n: number }[]
  expect(must(rows[0], 'one row').n).toBe(200)
})

test('four starters at once after a crash end up with one server', async () => {
  process.kill(pidOf(), 'SIGKILL')
  const all = await Promise.all([1, 2, 3, 4].map(() => startPostgres({ dataDir, port: 0 })))
  expect(new Set(all.map(({ url }) => url)).size).toBe(1)
  server = must(all[0], 'a server')
})

test('a pid file whose number now belongs to somebody else does not hinder the start', async () => {
  await server.stop()
  expect(inspectPostmaster(dataDir).state).toBe('gone')
  writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n\n\n\nready\n`)
  expect(inspectPostmaster(dataDir).state).toBe('foreign')
  server = await startPostgres({ dataDir, port: 0 })
  expect(inspectPostmaster(dataDir).state).toBe('ready')
})

test('a port that is taken is an error that says so', async () => {
  await server.stop()
  const holder = createServer()
  const port = await new Promise<number>((done) => {
    holder.listen(0, '127.0.0.1', () => {
      const address = holder.address()
      done(typeof address === 'object' && address ? address.port : 0)
    })
  })
  await expect(startPostgres({ dataDir, port })).rejects.toThrow(/Address already in use/)
  await new Promise((done) => holder.close(done))
  server = await startPostgres({ dataDir, port })
  expect(server.url).toContain(`:${port}/`)
})

test('a server that is kept comes back by itself after kill -9, on its port, with its rows', async () => {
  await server.stop()
  const port = await freePort()
  const told: string[] = []
  server = await keepPostgres({ dataDir, port, log: (line) => told.push(line) })
  const pid = pidOf()
  process.kill(pid, 'SIGKILL')
  const isBack = () => {
    const found = inspectPostmaster(dataDir)
    expect(found).toMatchObject({ state: 'ready', port })
    expect(found).not.toMatchObject({ pid })
  }
  await vi.waitFor(isBack, 30_000)
  expect(told).toContain('PostgreSQL ended; it starts again')
  const rows = (await ask(server.url, (sql) => sql`select count(*)::int as n from kept`)) as { n: number }[]
  expect(must(rows[0], 'one row').n).toBe(200)
})

test.skipIf(process.getuid?.() !== 0)(
  'root may keep the data where only root can enter; the server is not root all the same',
  async () => {
    const closed = mkdtempSync(join(tmpdir(), 'vc-postgres-closed-'))
    const hidden = await startPostgres({ dataDir: join(closed, 'data'), port: 0 })
    const found = inspectPostmaster(join(closed, 'data'))
    expect(found.state).toBe('ready')
    if (found.state === 'ready') expect(statSync(`/proc/${found.pid}`).uid).not.toBe(0)
    await hidden.stop()
    rmSync(closed, { recursive: true, force: true })
  },
)
