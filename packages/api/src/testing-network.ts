import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import type { ApiDeps, ApiEnv } from './context.ts'
import { foundOrganisation } from './people/found-organisation.ts'
import { invite } from './people/invitation.ts'
import type { Role } from './permissions.ts'
import { enrolPerson, type TestBrowser, type TestClock, testBrowser, testClock, testDeps } from './testing.ts'

const DAY_MS = 86_400_000

/** A database, a clock and people on demand; `reset` moves to another day with fresh dependencies. */
export type TestNetwork = Awaited<ReturnType<typeof startTestNetwork>>

/** Starts one with a real database; end it with `stop`. */
export async function startTestNetwork() {
  const database: TestDatabase = await startTestDatabase()
  let days = 0
  let clock: TestClock = testClock()
  let deps: ApiDeps = testDeps(database.db, clock)
  let count = 0
  const found = (...roles: [Role, ...Role[]]) => {
    count += 1
    return foundOrganisation(database.db, deps, {
      name: `Organisation ${count}`,
      nameZh: `机构 ${count}`,
      roles,
    })
  }
  async function colleague(organisationId: string, role: Role) {
    const now = clock.nowMs()
    const times = { validFrom: new Date(now), expiresAt: new Date(now + 1000) }
    const token = await invite(database.db, deps, { organisationId, role, isAdmin: false, ...times })
    const browser = testBrowser(deps)
    return { organisationId, browser, ...(await enrolPerson(browser, token, 'Wang Wei')) }
  }
  return {
    database,
    clock: () => clock,
    deps: () => deps,
    browser: () => testBrowser(deps),
    reset(change: Partial<ApiEnv> = {}) {
      days += 3
      clock = testClock(Date.UTC(2026, 0, 5) + days * DAY_MS)
      deps = testDeps(database.db, clock, change)
    },
    found,
    /** The first admin of a new organisation, signed in. */
    async enrolled(...roles: [Role, ...Role[]]) {
      const { organisationId, token } = await found(...roles)
      const browser = testBrowser(deps)
      return { organisationId, browser, ...(await enrolPerson(browser, token, 'Li Na')) }
    },
    /** Another person of an organisation, no admin there, signed in. */
    colleague,
    /** A holder who is no admin, signed in. */
    async holder() {
      return colleague((await found('holder')).organisationId, 'holder')
    },
    stop: () => database.stop(),
  }
}

export type Me = { personId: string; role: string; organisationId: string; memberships: unknown[] } | null
/** Whom the API takes the browser for. */
export const me = async (browser: TestBrowser) => (await browser.ask('auth.session.me')).value as Me

export type TestOptions = { challenge: string; user: { id: string } }
/** The WebAuthn options that a begin route gives. */
export const optionsOf = async (browser: TestBrowser, path: string, input?: unknown) =>
  (await browser.call(path, input)).value as TestOptions
