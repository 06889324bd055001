import { TRPCError } from '@trpc/server'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiDeps, Context, SessionUser } from './context.ts'
import { FILE_PROCEDURES } from './file-procedures.ts'
import { may, type Permission, permissions, type Role, roles } from './permissions.ts'
import { createCaller, type Meta } from './procedures.ts'
import { describeError } from './refusal-to-error.ts'
import { appRouter } from './root.ts'
import { testClock, testDeps } from './testing.ts'

let database: TestDatabase
let deps: ApiDeps
const clock = testClock()
beforeAll(async () => {
  database = await startTestDatabase()
  deps = { ...testDeps(database.db, clock), report: () => {} }
}, 120_000)
afterAll(() => database?.stop())

type Input = { readonly shape?: Readonly<Record<string, unknown>> }
type AnyProcedure = {
  readonly _def: {
    readonly meta?: Partial<Meta>
    readonly type: string
    readonly output?: Schema
    readonly inputs?: readonly Input[]
  }
}
/** As much of a zod schema as tells whether it lets keys through that it does not name. */
type Schema = {
  readonly def: {
    readonly type: string
    readonly innerType?: Schema
    readonly element?: Schema
    readonly shape?: Readonly<Record<string, Schema>>
    readonly catchall?: Schema
  }
}
/** Where a schema has an object that is not strict. */
function looseIn({ def }: Schema, at = 'answer'): readonly string[] {
  const { type, innerType, element, shape, catchall } = def
  if (innerType) return looseIn(innerType, at)
  if (element) return looseIn(element, `${at}[]`)
  const inner = Object.entries(shape ?? {}).flatMap(([key, one]) => looseIn(one, `${at}.${key}`))
  return type === 'object' && catchall?.def.type !== 'never' ? [at, ...inner] : inner
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>)
const callers = createCaller(appRouter)
const id = (n: number) => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`

function userOf(role: Role, isAdmin: boolean): SessionUser {
  const organisation = { organisationId: id(3), organisationName: 'One', organisationNameZh: '一' }
  const person = { personId: id(1), personName: 'Li Na', membershipId: id(2), passkeyId: id(4) }
  return { ...person, ...organisation, role, isAdmin, sessionHash: new Uint8Array(32) }
}

/** Calls a procedure with an input that no schema takes: what it says shows whether the door was open. */
async function doorOf(path: string, user: SessionUser | undefined): Promise<'open' | 'closed'> {
  const cookie = { read: () => undefined, write: () => {}, clear: () => {} }
  const facts = { requestId: 'matrix', ip: '127.0.0.1', origin: undefined, cookie }
  const context: Context = { ...deps, ...facts, door: deps.db, user }
  const call = path
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], callers(context))
  try {
    await (call as (input: unknown) => Promise<unknown>)({ 'no such key': true })
    return 'open'
  } catch (error) {
    const code = error instanceof TRPCError ? describeError(error).code : 'thrown'
    return ['not-signed-in', 'not-allowed'].includes(code) ? 'closed' : 'open'
  }
}

const people: readonly [string, SessionUser | undefined][] = [
  ['nobody', undefined],
  ...roles.map((role): [string, SessionUser] => [role, userOf(role, false)]),
  ...roles.map((role): [string, SessionUser] => [`${role} admin`, userOf(role, true)]),
]
function expected(authz: Meta['authz'], user: SessionUser | undefined): 'open' | 'closed' {
  if (authz === 'open') return 'open'
  if (!user) return 'closed'
  return authz === 'session' || may(user, authz) ? 'open' : 'closed'
}

test('every procedure that takes a file goes by the road for files, and no other', () => {
  const takesFile = ({ _def: { inputs = [] } }: AnyProcedure) =>
    inputs.some(({ shape = {} }) => 'content' in shape || 'file' in shape)
  const found = procedures.filter(([, procedure]) => takesFile(procedure)).map(([path]) => path)
  expect(found.toSorted()).toEqual([...FILE_PROCEDURES].toSorted())
})

describe('every procedure', () => {
  test.each(procedures)(
    '%s says who may call it, and what a repeated call does',
    (_, { _def: { meta, type } }) => {
      const authz = meta?.authz
      expect(authz === 'open' || authz === 'session' || Object.keys(permissions).includes(authz ?? '')).toBe(
        true,
      )
      expect(['none', 'key']).toContain(meta?.stepUp)
      expect(['read', 'single-use', 'same-result', 'command-key', 'none']).toContain(meta?.idempotency)
      expect(['none', 'decision']).toContain(meta?.audit)
      if (type === 'query') expect(meta?.idempotency).toBe('read')
    },
  )

  test.each(procedures)('%s opens to whom the table names, and to nobody else', async (path, { _def }) => {
    // A new minute for each procedure: who asks too often is told something else.
    clock.advance(60_000)
    const authz = _def.meta?.authz as Meta['authz']
    const told = people.map(([name, user]) => [name, expected(authz, user)])
    const seen = []
    for (const [name, user] of people) seen.push([name, await doorOf(path, user)])
    expect(seen).toEqual(told)
  })

  test('that is open to anyone answers what its schema names, and nothing besides', () => {
    const open = procedures.filter(([, { _def }]) => _def.meta?.authz === 'open')
    expect(open.length).toBeGreaterThan(15)
    const loose = open.map(([path, { _def }]) => [path, _def.output ? looseIn(_def.output) : 'no schema'])
    expect(loose).toEqual(open.map(([path]) => [path, []]))
  })

  test('that is open to anyone is on this list', () => {
    const open = procedures.filter(([, { _def }]) => _def.meta?.authz === 'open').map(([path]) => path)
    const auth = ['invitation.read', 'enrol.begin', 'enrol.finish', 'login.begin', 'login.finish', 'logout']
    const rest = ['session.me', 'recover.begin', 'recover.finish']
    const known = ['health', ...[...auth, ...rest].map((path) => `auth.${path}`), ...publicVerification]
    expect(open.filter((path) => !known.includes(path))).toEqual([])
  })
})

/** Anyone may check a right, a certificate or a proof from its code (product.md). */
const publicVerification = [
  'rights.check',
  'rights.verify',
  'certificates.verify',
  'network.status',
  'provenance.read',
  'works.read',
  'works.licence',
  'cheques.centres',
  'standing.public',
]

describe('the table', () => {
  test.each(Object.keys(permissions) as Permission[])('%s names known roles, each once', (permission) => {
    const grantees: readonly string[] = permissions[permission]
    expect(new Set(grantees).size).toBe(grantees.length)
    expect(grantees.every((g) => ['member', 'admin', ...roles].includes(g))).toBe(true)
  })

  test('only the regulator opens sealed data, orders a stop and audits', () => {
    const regulators: Permission[] = [
      'audit.open-sealed',
      'audit.stop',
      'audit.run',
      'audit.trace',
      'audit.export',
    ]
    for (const permission of regulators) expect(permissions[permission]).toEqual(['regulator'])
  })
})
