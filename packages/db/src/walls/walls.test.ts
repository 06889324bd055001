import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { pipeline } from 'node:stream'
import { sql as text } from 'drizzle-orm'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../index.ts'
import { type Db, type DbOrTransaction, migrate, openDatabase } from '../open.ts'
import { startTestDatabase, type TestDatabase } from '../testing.ts'
import { LEDGER, NO_REQUEST, SHARED, TAKEN_OUT } from './other-tables.ts'
import { portalLogin } from './portal-login.ts'
import { raiseWalls } from './raise-walls.ts'
import { DATABASE_ROLES, RolesMissingError } from './roles.ts'
import { across, scopedTo } from './scope.ts'
import { TENANT_WALLS } from './tenant-walls.ts'

let database: TestDatabase
let sql: Sql
const walled = Object.entries(TENANT_WALLS)
/** Two organisations with a person each; every id in a row of one is its own, so that rows of one hang together. */
const ONE = '11111111-1111-4111-8111-111111111111'
const OTHER = '22222222-2222-4222-8222-222222222222'
const NOBODY = '33333333-3333-4333-8333-333333333333'

beforeAll(async () => {
  database = await startTestDatabase({ hasOwnServer: true })
  sql = database.sql
  await fill()
}, 120_000)
afterAll(() => database?.stop())

/** A port of this machine that nobody listens at. */
async function freePort(): Promise<number> {
  const held = createServer().listen(0, '127.0.0.1')
  await once(held, 'listening')
  const { port } = held.address() as AddressInfo
  await new Promise((done) => held.close(done))
  return port
}

/** Listens at a port and hands on what comes to the server of an address. */
async function forwardTo({ hostname, port: target }: URL, port: number): Promise<Server> {
  const line = createServer((from) => void pipeline(from, connect(Number(target), hostname), from, () => {}))
  await once(line.listen(port, '127.0.0.1'), 'listening')
  return line
}

type Column = { readonly name: string; readonly type: string; readonly needed: boolean }
async function columnsOf(table: string): Promise<readonly Column[]> {
  const rows = await sql`select column_name as name, udt_name as type,
      is_nullable = 'NO' and column_default is null as needed
    from information_schema.columns where table_schema = 'public' and table_name = ${table} order by ordinal_position`
  return rows.map(({ name, type, needed }) => ({ name, type, needed }))
}

/** Any value of a type that tells whose it is; what no row needs and no id is stays out. */
function ofType({ name, type, needed }: Column, whose: string): string | undefined {
  if (type === 'uuid') return `'${whose}'`
  if (!needed) return undefined
  const digit = whose.charAt(0)
  if (['int2', 'int4', 'int8', 'numeric'].includes(type)) return digit
  if (type === 'bool') return 'true'
  if (type === 'bytea') return `'\\x${digit.repeat(40)}'`
  if (type === 'jsonb') return `'[]'`
  if (type.startsWith('_')) return `'{}'`
  if (type === 'timestamptz' || type === 'date') return 'now()'
  return name === 'subject' ? `'account:${digit.repeat(40)}'` : `'${digit}'`
}

async function insertOf(table: string, whose: string): Promise<string> {
  const filled = (await columnsOf(table)).flatMap((column) => {
    const value = ofType(column, whose)
    return value === undefined ? [] : [[`"${column.name}"`, value]]
  })
  return `insert into ${table} (${filled.map(([name]) => name).join()}) values (${filled.map(([, v]) => v).join()})`
}

/** A row of each of the two in every walled table; references need not be whole for it. */
async function fill(): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    for (const [table] of walled)
      for (const whose of [ONE, OTHER]) await tx.unsafe(await insertOf(table, whose))
  })
}

/** Scoped to one of the two as a member whose office opens nothing more. */
const asMember = (id: string): Db =>
  scopedTo(database.db, { as: 'vc_api', organisationId: id, personId: id, role: 'holder' })
const asNobody = (): Db => scopedTo(database.db, { as: 'vc_api' })

/** Whose rows a query without any filter finds: `1` and `2` as the rows' text tells. */
async function found(db: Db, table: string): Promise<string[]> {
  const rows = await db.execute<{ row: string }>(text.raw(`select t::text as row from ${table} t`))
  return rows.map(({ row }) => (row.includes(ONE) || row.includes('1'.repeat(40)) ? '1' : '2')).sort()
}
const isPublished = (table: string) => TENANT_WALLS[table]?.seen === 'true'
const refused = { cause: { code: '42501' } }

describe('every table', () => {
  test('has a wall, or stands in a list with the reason why it has none', async () => {
    const rows = await sql`select tablename as name from pg_tables where schemaname = 'public'`
    const told = [TENANT_WALLS, LEDGER, NO_REQUEST, SHARED].flatMap((list) => Object.keys(list))
    expect(told.toSorted()).toEqual(rows.map(({ name }) => name).toSorted())
  })

  test('with a wall has it forced, and one without has none', async () => {
    const rows = await sql`select relname as name, relforcerowsecurity and relrowsecurity as forced
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`
    for (const { name, forced } of rows) expect([name, forced]).toEqual([name, name in TENANT_WALLS])
  })
})

describe('a query that forgets whose rows it may see', () => {
  test.each(walled)('%s: finds the own ones only', async (table) => {
    expect(await found(database.db, table)).toEqual(['1', '2'])
    const own = isPublished(table) ? ['1', '2'] : ['1']
    expect(await found(asMember(ONE), table)).toEqual(own)
  })

  test.each(walled)('%s: finds none while nobody asks, and none for who has no part in it', async (table) => {
    const none = isPublished(table) ? ['1', '2'] : []
    expect(await found(asNobody(), table)).toEqual(none)
    expect(await found(asMember(NOBODY), table)).toEqual(none)
  })

  test.each(walled)('%s: changes and deletes no row of another', async (table) => {
    const [column] = await columnsOf(table)
    for (const how of [`update ${table} set "${column?.name}" = "${column?.name}"`, `delete from ${table}`]) {
      const done = await asMember(NOBODY)
        .execute(text.raw(`${how} returning 1`))
        .catch((error: { cause: { code: string } }) => error.cause.code)
      // What only grows may not even be asked for.
      expect(done === '42501' || (done as { length: number }).length === 0).toBe(true)
    }
    expect(await found(database.db, table)).toEqual(['1', '2'])
  })

  test.each(walled)('%s: adds no row in the name of another', async (table) => {
    const row = await insertOf(table, OTHER)
    // What one authority is told, whoever appeals writes.
    if (table !== 'credit_notices')
      await expect(asMember(ONE).execute(text.raw(row))).rejects.toMatchObject(refused)
    await expect(asNobody().execute(text.raw(row))).rejects.toMatchObject(refused)
  })
})

describe('what no request has to do with', () => {
  test.each([...Object.keys(NO_REQUEST)])('%s is not even read', async (table) => {
    const ask = asMember(ONE).execute(text.raw(`select from ${table}`))
    await expect(ask).rejects.toMatchObject(refused)
  })
  test.each(Object.keys(LEDGER))('%s is read and never changed', async (table) => {
    expect(await asMember(ONE).execute(text.raw(`select from ${table}`))).toBeDefined()
    const [column] = await columnsOf(table)
    for (const how of [
      `update ${table} set "${column?.name}" = null`,
      `delete from ${table}`,
      `truncate ${table}`,
    ])
      await expect(asMember(ONE).execute(text.raw(how))).rejects.toMatchObject(refused)
  })
})

describe('what a request has no need of', () => {
  test.each(Object.keys(SHARED).filter((table) => !TAKEN_OUT.includes(table)))(
    '%s loses no row',
    async (table) => {
      await expect(asMember(ONE).execute(text.raw(`delete from ${table}`))).rejects.toMatchObject(refused)
    },
  )
})

describe('roles', () => {
  test('none is superuser, passes by policies, logs in or owns a table', async () => {
    const rows =
      await sql`select rolname as name, rolsuper or rolbypassrls or rolcanlogin or rolcreaterole as strong,
        exists (select 1 from pg_class c where c.relowner = r.oid and c.relkind = 'r') as owns
      from pg_roles r where rolname = any(${[...DATABASE_ROLES]}) order by rolname`
    const plain = [...DATABASE_ROLES].sort().map((name) => ({ name, strong: false, owns: false }))
    expect(rows.map((row) => ({ ...row }))).toEqual(plain)
  })

  test('none makes tables, and only the worker empties what it fills again', async () => {
    for (const as of DATABASE_ROLES) {
      const db = scopedTo(database.db, { as })
      await expect(db.execute(text`create table mine (id int)`)).rejects.toMatchObject(refused)
      await expect(db.execute(text`truncate passkeys cascade`)).rejects.toMatchObject(refused)
    }
  })

  test('the worker empties projections, to fill them again from blocks, and nothing besides', async () => {
    const worker = scopedTo(database.db, { as: 'vc_worker' })
    await worker.execute(text`truncate blocks, transactions, inputs, outputs, records, projection_cursor`)
    await expect(worker.execute(text`truncate settlement_lines`)).rejects.toMatchObject(refused)
    await expect(worker.execute(text`update audit_log set code = 'ok'`)).rejects.toMatchObject(refused)
  })

  test('a regulator reads what organisations keep, but no secret of theirs, and changes nothing', async () => {
    const db = scopedTo(database.db, { as: 'vc_regulator', organisationId: NOBODY, personId: NOBODY })
    for (const [table, { hiddenFromRegulator }] of walled)
      expect([table, await found(db, table)]).toEqual([table, hiddenFromRegulator ? [] : ['1', '2']])
    await expect(db.delete(schema.settlementBatches)).rejects.toMatchObject(refused)
  })

  test('a user that can neither make the roles nor act in them is refused in words', async () => {
    await sql`create role poor login password 'poor'`
    const poor = new URL(database.url)
    poor.username = 'poor'
    poor.password = 'poor'
    const { default: postgres } = await import('postgres')
    const line = postgres(poor.href, { max: 1 })
    await expect(raiseWalls(line)).rejects.toThrow(RolesMissingError)
    await expect(raiseWalls(line)).rejects.toThrow(/create role vc_api; grant vc_api to "poor"/)
    await line.end()
  })
})

test('an owner of the tables who is no superuser has walls too, before itself as well, and keeps them at the next start', async () => {
  await sql`create role plain login password 'plain'`
  await sql.unsafe(`grant ${DATABASE_ROLES.join()} to plain with inherit false, set true`)
  await sql`create database plain owner plain`
  const url = new URL(database.url)
  url.username = 'plain'
  url.password = 'plain'
  url.pathname = '/plain'
  await migrate(url.href)
  await migrate(url.href)
  const pool = openDatabase(url.href, { max: 2, as: 'owner' })
  const made = { id: ONE, name: 'One', nameZh: '一', roles: [] }
  await scopedTo(pool.db, { as: 'vc_worker' }).insert(schema.organisations).values(made)
  expect(await pool.db.select().from(schema.organisations)).toEqual([])
  const member = scopedTo(pool.db, { as: 'vc_api', organisationId: ONE })
  expect(await member.select().from(schema.organisations)).toMatchObject([{ name: 'One' }])
  await pool.close()
}, 60_000)

describe('a scope', () => {
  test('ends with its statement and with its transaction, and a connection carries nothing on', async () => {
    await asMember(ONE).select().from(schema.meterImports)
    await asMember(ONE).transaction((tx) => tx.select().from(schema.meterImports))
    const left = await database.db.execute(text`select current_setting('role') as role,
      nullif(current_setting('app.organisation', true), '') as organisation`)
    expect(left).toEqual([{ role: 'none', organisation: null }])
  })

  test('a statement that fails leaves its connection whole, and the next one has its own scope', async () => {
    const db = asMember(ONE)
    const asked = Array.from({ length: 30 }, (_, at) =>
      at % 3 === 0 ? db.execute(text`select 1 / 0`).catch(() => 'failed') : found(db, 'settlement_lines'),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((one) => one === 'failed')).toHaveLength(10)
    expect(answers.filter((one) => one !== 'failed')).toEqual(Array.from({ length: 20 }, () => ['1']))
    expect(await found(asMember(OTHER), 'settlement_lines')).toEqual(['2'])
  })

  test('a pool has all its connections again when the database was away', async () => {
    const port = await freePort()
    const through = new URL(database.url)
    through.port = String(port)
    const pool = openDatabase(through.href, { max: 2, as: 'owner' })
    const db = scopedTo(pool.db, { as: 'vc_api', organisationId: ONE })
    const asked = () => Promise.allSettled([1, 2, 3, 4].map(() => found(db, 'settlement_lines')))
    expect((await asked()).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    const line = await forwardTo(new URL(database.url), port)
    expect(await asked()).toEqual(Array(4).fill({ status: 'fulfilled', value: ['1'] }))
    await pool.close()
    line.close()
  })

  test('a look across sees all, changes nothing, and ends with itself', async () => {
    expect(await across(asMember(ONE), (all) => found(all as Db, 'stations'))).toEqual(['1', '2'])
    await asMember(ONE).transaction(async (tx) => {
      const looks = [1, 2, 3].map(() => across(tx, (all) => found(all as Db, 'stations')))
      expect(await Promise.all(looks)).toEqual([
        ['1', '2'],
        ['1', '2'],
        ['1', '2'],
      ])
      expect(await found(tx as unknown as Db, 'stations')).toEqual(['1'])
    })
    const change = across(asMember(ONE), (all) => all.delete(schema.stations))
    await expect(change).rejects.toMatchObject(refused)
    await expect(across(asMember(ONE), (all) => all.select().from(schema.sessions))).rejects.toMatchObject(
      refused,
    )
  })

  test('what a transaction asks while it looks across is in its own scope: it sees no more, and it may write', async () => {
    await asMember(ONE).transaction(async (tx) => {
      const own = () => found(tx as unknown as Db, 'stations')
      const slow = (all: DbOrTransaction) => all.execute(text`select pg_sleep(0.2)`)
      const asked = await Promise.all([
        own(),
        across(tx, async (all) => {
          await slow(all)
          return [
            await found(all as Db, 'stations'),
            await across(all, (more) => found(more as Db, 'stations')),
          ]
        }),
        own(),
        tx.update(schema.stations).set({ nextSerial: 9n }).returning({ next: schema.stations.nextSerial }),
        across(tx, (all) => found(all as Db, 'stations')),
        own(),
      ])
      expect(asked[0]).toEqual(['1'])
      expect(asked[1]).toEqual([
        ['1', '2'],
        ['1', '2'],
      ])
      expect(asked[3]).toEqual([{ next: 9n }])
      expect([asked[2], asked[4], asked[5]]).toEqual([['1'], ['1', '2'], ['1']])
      expect(await own()).toEqual(['1'])
    })
  })

  test('is made of ids and words: nothing else gets into the statement that opens it', () => {
    for (const word of ["'; drop table people; --", 'A B', '$$'])
      expect(() => scopedTo(database.db, { as: 'vc_api', organisationId: word })).toThrow('ids and words')
  })

  test('a pool that acts in a role does so from its first statement, with its limits', async () => {
    const pool = openDatabase(database.url, { max: 1, as: 'vc_api' })
    const settings =
      await pool.sql`select current_user as "user", current_setting('statement_timeout') as statement,
      current_setting('lock_timeout') as lock, current_setting('search_path') as path,
      current_setting('idle_in_transaction_session_timeout') as idle`
    expect({ ...settings[0] }).toEqual({
      ...{ user: 'vc_api', statement: '10s', lock: '3s', idle: '15s', path: 'public, pg_temp' },
    })
    expect(await pool.db.select().from(schema.sealedSeeds)).toEqual([])
    await pool.close()
  })

  test('a portal has a login of its own, which leads back to nothing', async () => {
    const first = await portalLogin(database.url)
    const pool = openDatabase(await portalLogin(database.url, "it's said"), { max: 1, as: 'vc_api' })
    const db = scopedTo(pool.db, { as: 'vc_api', organisationId: ONE, personId: ONE, role: 'holder' })
    expect(await found(db, 'settlement_lines')).toEqual(['1'])
    for (const role of ['valuecyber', 'vc_worker'])
      await expect(pool.sql.unsafe(`set role ${role}`)).rejects.toMatchObject({ code: '42501' })
    await pool.sql`reset role`
    await pool.sql`set role none`
    await expect(pool.sql`select from public.people`).rejects.toMatchObject({ code: '42501' })
    await pool.close()
    // The password of the start before is no longer one.
    const old = openDatabase(first, { max: 1, as: 'vc_api' })
    await expect(old.sql`select 1`).rejects.toMatchObject({ code: '28P01' })
    await old.close()
  })

  test('a wall that was taken down stands again after the next start', async () => {
    await sql`drop policy wall_seen on stations`
    await sql`alter table stations disable row level security`
    expect(await found(asMember(NOBODY), 'stations')).toEqual(['1', '2'])
    await raiseWalls(sql)
    expect(await found(asMember(NOBODY), 'stations')).toEqual([])
  })
})
