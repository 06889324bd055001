import { scopedTo, TENANT_WALLS } from '@vc/db'
import { must } from '@vc/kernel'
import { sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import superjson from 'superjson'
import {
  type ApiDeps,
  appRouter,
  foundOrganisation,
  invite,
  type Role,
  roles,
} from '../packages/api/src/index.ts'
import { callSteppedUp, enrolPerson, type TestBrowser, testBrowser } from '../packages/api/src/testing.ts'
import { NOBODY, REST } from './isolation/inputs.ts'
import { rowsOf } from './isolation/rows-of.ts'
import { canariesOf, textOf } from './isolation/secrets.ts'

type Meta = { readonly authz: string; readonly stepUp: string }
type Field = { readonly def: { readonly format?: string; readonly innerType?: Field } }
type Procedure = {
  readonly _def: {
    readonly type: 'query' | 'mutation'
    readonly meta: Meta
    readonly inputs: readonly { readonly shape?: Readonly<Record<string, Field>> }[]
  }
}
/** One way in by an id: the procedure and the field of its input. */
type Way = { readonly path: string; readonly field: string; readonly procedure: Procedure }
type Outsider = {
  readonly role: Role
  readonly browser: TestBrowser
  readonly key: Awaited<ReturnType<typeof enrolPerson>>['key']
}

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
const isId = ({ def }: Field): boolean =>
  def.format === 'uuid' || (def.innerType ? isId(def.innerType) : false)

/** Ids that name nothing of anybody: keys of commands, drawn by the caller, and organisations, known to every member. */
const NAMES_NOBODYS = [
  'commandKey',
  'settlement.deposit.key',
  'certificates.transfer.to',
  'cheques.putAside.centreId',
  'studio.propose.publisherId',
  'studio.propose.channelId',
  'identity.share.organisationId',
  'identity.unshare.organisationId',
  'standing.consent.authorityId',
  'standing.appeal.authorityId',
]

/** Holdings of certificates are named by 32 bytes of hex, all else by UUIDs. */
const HOLDING = 'holding'

/** Every id that any procedure takes at the top of its input. */
const ways: readonly Way[] = procedures.flatMap(([path, procedure]) =>
  Object.entries(procedure._def.inputs[0]?.shape ?? {})
    .filter(([field, schemaOf]) => isId(schemaOf) || field === HOLDING)
    .map(([field]) => ({ path, field, procedure }))
    .filter(({ field }) => !NAMES_NOBODYS.includes(field) && !NAMES_NOBODYS.includes(`${path}.${field}`)),
)

/** The column of the rows that a way leads to; a way that is not told here fails the test that asks. */
const columnOf = ({ path, field }: Way): PgColumn =>
  must(
    rowsOf[`${path.split('.')[0]}.${field}`],
    `test/isolation/rows-of.ts says what rows ${path} ${field} names`,
  )

/** Ten people, one for each role, of a new organisation that has nothing to do with anybody. */
async function outsiders(deps: ApiDeps): Promise<readonly Outsider[]> {
  const names = { name: 'Outsiders', nameZh: '局外人', roles: [...roles] as [Role, ...Role[]] }
  const { organisationId } = await foundOrganisation(deps.db, deps, names)
  const validFrom = new Date(deps.clock.nowMs())
  const times = { validFrom, expiresAt: new Date(validFrom.getTime() + 3_600_000) }
  const made: Outsider[] = []
  for (const role of roles) {
    const token = await invite(deps.db, deps, { organisationId, role, isAdmin: true, ...times })
    const browser = testBrowser(deps)
    const { key } = await enrolPerson(browser, token, `Outsider ${role}`)
    made.push({ role, browser, key })
  }
  return made
}

/** Asks a procedure as a person, with a fresh touch of the key where it wants one. */
function askAs({ browser, key }: Outsider, path: string, { _def }: Procedure, input: unknown) {
  if (_def.meta.stepUp === 'key') return callSteppedUp(browser, key, path, input)
  return _def.type === 'query' ? browser.ask(path, input) : browser.call(path, input)
}

/** What an outsider is told of an id: the code, `ok` when the door opens. */
async function toldOf(outsider: Outsider, way: Way, id: string) {
  const input = { ...REST[way.path], [way.field]: id }
  return (await askAs(outsider, way.path, way.procedure, input)).code
}

/**
 * Every id of everybody else, named by every outsider to every procedure that takes such an id and opens to the role:
 * where the answer is not the one that an id of nobody gets. Reads come first, so that nothing a write changed hides.
 */
export async function reachOfOutsiders(deps: ApiDeps) {
  const reached = new Set<string>()
  let asked = 0
  const rows = new Map<Way, readonly string[]>()
  for (const way of ways) rows.set(way, await idsOf(deps, columnOf(way)))
  const others = await Promise.all(Object.values(rowsOf).map((column) => idsOf(deps, column, MOST_CANARIES)))
  const people = await outsiders(deps)
  for (const name of await seenByOutsiders(people, new Set(others.flat()))) reached.add(name)
  const reads = ways.filter(({ procedure }) => procedure._def.type === 'query')
  for (const way of [...reads, ...ways.filter((one) => !reads.includes(one))])
    for (const outsider of people) {
      const nobody = await toldOf(outsider, way, way.field === HOLDING ? '00'.repeat(32) : NOBODY)
      if (nobody === 'not-allowed') continue
      if (nobody === 'input-malformed') throw new Error(`${way.path} needs a word in REST`)
      for (const id of rows.get(way) ?? []) {
        asked += 1
        const told = await toldOf(outsider, way, id)
        if (told !== nobody) reached.add(`${way.path} ${outsider.role}: ${told}`)
      }
    }
  return { asked, reached: [...reached].sort() }
}

/** Runs with the walls of the database open to requests, so that what is not reached is not reached by the API's own queries. */
export async function withoutWalls<T>(db: ApiDeps['db'], work: () => Promise<T>): Promise<T> {
  await db.execute(sql`alter role vc_api bypassrls`)
  try {
    return await work()
  } finally {
    await db.execute(sql`alter role vc_api nobypassrls`)
  }
}

const MOST_NAMED = 2
/** What a person asks a query with: every id of its field that there is, or nothing. */
async function inputsOf(deps: ApiDeps, path: string): Promise<readonly unknown[]> {
  const own = ways.filter((way) => way.path === path)
  if (own.length === 0) return [undefined, {}]
  const named = own.map(async (way) => {
    const ids = await idsOf(deps, columnOf(way), MOST_NAMED)
    return ids.map((id) => ({ ...REST[path], [way.field]: id }))
  })
  return (await Promise.all(named)).flat()
}

/** Every query, asked by people of every organisation for all that they may see: which answer holds a secret column. */
export async function secretsTold(deps: ApiDeps, tokens: readonly string[]) {
  const canaries = await canariesOf(deps)
  const queries = procedures.filter(([, { _def }]) => _def.type === 'query')
  const inputs = new Map<string, readonly unknown[]>()
  for (const [path] of queries) inputs.set(path, await inputsOf(deps, path))
  const told = new Set<string>()
  let answers = 0
  for (const token of tokens) {
    const browser = testBrowser(deps)
    const { key } = await enrolPerson(browser, token, 'Kim Reader')
    for (const [path, procedure] of queries)
      for (const input of inputs.get(path) ?? []) {
        const { ok, value } = await askAs({ role: 'holder', browser, key }, path, procedure, input)
        if (!ok) continue
        answers += 1
        const text = textOf(value)
        for (const { column, isSecret, words } of canaries)
          if (words.some((word) => text.includes(word)))
            told.add(isSecret ? `${path} tells ${column}` : 'what is told')
      }
  }
  const columns = new Set(canaries.filter(({ isSecret }) => isSecret).map(({ column }) => column))
  return { answers, told: [...told].sort(), columns: columns.size }
}

/** The other way round: every walled table asked without any condition by a member of an organisation that has nothing. */
export async function foundWithoutFilter(db: ApiDeps['db']) {
  const outsider = { organisationId: NOBODY, personId: NOBODY, role: 'holder' }
  const scoped = scopedTo(db, { as: 'vc_api', ...outsider })
  const kept = Object.entries(TENANT_WALLS).filter(([, { seen }]) => seen !== 'true')
  const countOf = async (by: ApiDeps['db'], table: string) =>
    Number((await by.execute(sql.raw(`select count(*) as rows from ${table}`)))[0]?.rows)
  return Promise.all(
    kept.map(async ([table]) => ({
      ...{ table, there: await countOf(db, table), seen: await countOf(scoped, table) },
    })),
  )
}

const MOST_IDS = 3
async function idsOf({ db }: ApiDeps, column: PgColumn, most = MOST_IDS): Promise<readonly string[]> {
  const rows = await db.select({ id: column }).from(column.table).limit(most)
  return rows.map(({ id }) => String(id))
}

const MOST_CANARIES = 1000
/** Every question that wants no answer first, asked by every outsider: which of them name a row of somebody else's. */
async function seenByOutsiders(people: readonly Outsider[], canaries: ReadonlySet<string>) {
  const seen = new Set<string>()
  for (const [path, procedure] of procedures.filter(([, { _def }]) => _def.type === 'query'))
    for (const outsider of people) {
      const answers = [
        await askAs(outsider, path, procedure, undefined),
        await askAs(outsider, path, procedure, {}),
      ]
      const text = answers.map(({ value }) => superjson.stringify(value)).join()
      const ids = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
      if (ids.some((id) => canaries.has(id))) seen.add(`${path} ${outsider.role}: named`)
    }
  return [...seen]
}
