import { auditLog } from '@vc/db/identity'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiDeps } from '../../context.ts'
import { sha256 } from '../../crypto-words.ts'
import { foundOrganisation } from '../../people/found-organisation.ts'
import { invite } from '../../people/invitation.ts'
import type { Role } from '../../permissions.ts'
import {
  callSteppedUp,
  enrolPerson,
  type Lies,
  signIn,
  type TestAuthenticator,
  type TestBrowser,
  type TestClock,
  testAuthenticator,
  testBrowser,
  testClock,
  testDeps,
} from '../../testing.ts'

let database: TestDatabase
let clock: TestClock
let deps: ApiDeps
let count = 0

beforeAll(async () => {
  database = await startTestDatabase()
}, 120_000)
afterAll(() => database?.stop())
beforeEach(() => {
  clock = testClock(Date.UTC(2026, 0, 5) + count * 86_400_000)
  deps = testDeps(database.db, clock)
})

async function found(...roles: [Role, ...Role[]]) {
  count += 1
  const organisation = { name: `Organisation ${count}`, nameZh: `机构 ${count}`, roles }
  return foundOrganisation(database.db, deps, organisation)
}
async function enrolled(...roles: [Role, ...Role[]]) {
  const { organisationId, token } = await found(...roles)
  const browser = testBrowser(deps)
  return { organisationId, browser, ...(await enrolPerson(browser, token, 'Li Na')) }
}
async function holder() {
  const { organisationId } = await found('holder')
  const now = clock.nowMs()
  const terms = { organisationId, role: 'holder', isAdmin: false } as const
  const token = await invite(database.db, deps, {
    ...terms,
    validFrom: new Date(now),
    expiresAt: new Date(now + 1000),
  })
  const browser = testBrowser(deps)
  return { organisationId, browser, ...(await enrolPerson(browser, token, 'Wang Wei')) }
}
type Me = { personId: string; role: string; organisationId: string; memberships: unknown[] } | null
const me = async (browser: TestBrowser) => (await browser.ask('auth.session.me')).value as Me
type Options = { challenge: string; user: { id: string } }
const optionsOf = async (browser: TestBrowser, path: string, input?: unknown) =>
  (await browser.call(path, input)).value as Options

describe('enrolling', () => {
  test('an invited person gets a membership, a session and ten recovery codes', async () => {
    const { browser, personId, recoveryCodes } = await enrolled('authority')
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(await me(browser)).toMatchObject({ personId, role: 'authority', isAdmin: true })
  })

  test('the offer is read from the token, and an unknown token gets nothing', async () => {
    const { token } = await found('issuer')
    const browser = testBrowser(deps)
    expect((await browser.call('auth.invitation.read', { token })).value).toMatchObject({ role: 'issuer' })
    const other = `${token.slice(0, -2)}AA`
    expect((await browser.call('auth.invitation.read', { token: other })).code).toBe('invitation-unknown')
  })

  test('an expired invitation lets nobody in', async () => {
    const { token } = await found('issuer')
    const browser = testBrowser(deps)
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'A', label: 'k' })
    clock.advance(7 * 86_400_000)
    const again = await browser.call('auth.enrol.begin', { token, personName: 'A', label: 'k' })
    expect(again.code).toBe('invitation-unknown')
    const late = await browser.call('auth.enrol.finish', { response: testAuthenticator().create(options) })
    expect(late.ok).toBe(false)
  })

  test('an invitation serves once, also when two browsers race', async () => {
    const { token } = await found('issuer')
    const tries = [0, 1, 2, 3].map(async () => {
      const browser = testBrowser(deps)
      const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'A', label: 'k' })
      return browser.call('auth.enrol.finish', { response: testAuthenticator().create(options) })
    })
    const answers = await Promise.all(tries)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  const lies: readonly [string, Lies][] = [
    ['of another origin', { origin: 'http://localhost:3001' }],
    ['made in a frame of another site', { crossOrigin: true }],
    ['with a top origin', { topOrigin: 'https://evil.example' }],
    ['without user verification', { flags: 0x01 }],
    ['without user presence', { flags: 0x04 }],
    ['of another relying party', { rpId: 'evil.example' }],
    ['over another challenge', { challenge: 'A'.repeat(43) }],
    ['that is a sign-in', { type: 'webauthn.get' }],
    ['with an algorithm that was not asked', { algorithm: -36 }],
    ['backed up but not eligible for it', { flags: 0x15 }],
  ]
  test.each(lies)('a key %s is refused', async (_, lie) => {
    const { token } = await found('issuer')
    const browser = testBrowser(deps)
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'A', label: 'k' })
    const answer = await browser.call('auth.enrol.finish', {
      response: testAuthenticator().create(options, lie),
    })
    expect(answer.code).toBe('key-refused')
    expect(await me(browser)).toBeNull()
  })

  test('a key that is registered to somebody is refused for anybody else', async () => {
    const first = await enrolled('issuer')
    const { token } = await found('issuer')
    const browser = testBrowser(deps)
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'B', label: 'k' })
    const response = testAuthenticator().create(options, { credentialId: first.key.id })
    expect((await browser.call('auth.enrol.finish', { response })).code).toBe('key-refused')
  })

  test('where keys must be bound to their device, a privileged person can not bring a synced one', async () => {
    deps = testDeps(database.db, clock, { deviceBoundOnly: true })
    const { token } = await found('authority')
    const browser = testBrowser(deps)
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'B', label: 'k' })
    const response = testAuthenticator().create(options, { flags: 0x0d })
    expect((await browser.call('auth.enrol.finish', { response })).code).toBe('key-not-device-bound')
  })

  test('results of the PRF are refused, so that they never rest with us', async () => {
    const { token } = await found('issuer')
    const browser = testBrowser(deps)
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'B', label: 'k' })
    const made = testAuthenticator().create(options)
    const response = { ...made, clientExtensionResults: { prf: { results: { first: 'AAAA' } } } }
    expect((await browser.call('auth.enrol.finish', { response })).code).toBe('input-malformed')
  })
})

describe('signing in', () => {
  test('a discoverable key opens a session under a fresh cookie', async () => {
    const { key, personId } = await enrolled('issuer')
    const browser = testBrowser(deps)
    await browser.call('auth.login.begin')
    const before = browser.cookie()
    expect((await signIn(browser, key)).ok).toBe(true)
    expect(browser.cookie()).not.toBe(before)
    expect(await me(browser)).toMatchObject({ personId })
  })

  test('a challenge serves once: 64 replays at the same time open one session at most', async () => {
    const { key } = await enrolled('issuer')
    const browser = testBrowser(deps)
    const options = await optionsOf(browser, 'auth.login.begin')
    const response = key.get(options)
    const cookie = browser.cookie()
    const replays = Array.from({ length: 64 }, () => {
      const copy = testBrowser(deps)
      copy.setCookie(cookie)
      return copy.call('auth.login.finish', { response })
    })
    const answers = await Promise.all(replays)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await browser.call('auth.login.finish', { response })).code).toBe('sign-in-refused')
  })

  test('a challenge of another browser, another purpose or of 121 seconds ago serves nobody', async () => {
    const { key, browser: signedIn } = await enrolled('issuer')
    const [one, other] = [testBrowser(deps), testBrowser(deps)]
    const options = await optionsOf(one, 'auth.login.begin')
    await other.call('auth.login.begin')
    const stolen = await other.call('auth.login.finish', { response: key.get(options) })
    const stepUp = await optionsOf(signedIn, 'auth.stepUp.begin', {
      procedure: 'auth.keys.beginAdd',
      input: null,
    })
    const crossed = await signedIn.call('auth.login.finish', { response: key.get(stepUp) })
    clock.advance(121_000)
    const late = await one.call('auth.login.finish', { response: key.get(options) })
    expect([stolen.code, crossed.code, late.code]).toEqual(Array(3).fill('sign-in-refused'))
  })

  const lies: readonly [string, Lies][] = [
    ['another origin', { origin: 'http://localhost:3000.evil.example' }],
    ['an origin that only looks like ours', { origin: 'http://localhost:30001' }],
    ['a frame of another site', { crossOrigin: true }],
    ['a top origin', { crossOrigin: true, topOrigin: 'https://evil.example' }],
    ['no user verification', { flags: 0x01 }],
    ['no user presence', { flags: 0x04 }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a registration', { type: 'webauthn.create' }],
    ['a broken signature', { breakSignature: true }],
    ['no user handle', { userHandle: undefined }],
    ['the handle of somebody else', { userHandle: Buffer.alloc(32, 9).toString('base64url') }],
    ['a counter that went back', { counter: 1 }],
    ['a key that became eligible for backup', { flags: 0x0d }],
    ['an unknown key', { credentialId: Buffer.alloc(32, 9).toString('base64url') }],
  ]
  test.each(lies)('an assertion with %s is refused in one and the same way', async (_, lie) => {
    const { key } = await enrolled('issuer')
    await signIn(testBrowser(deps), key)
    const answer = await signIn(testBrowser(deps), key, lie)
    expect(answer).toMatchObject({ status: 401, code: 'sign-in-refused' })
  })

  test("a foreign authenticator can not answer for somebody's key", async () => {
    const { key } = await enrolled('issuer')
    const answer = await signIn(testBrowser(deps), testAuthenticator(), { credentialId: key.id })
    expect(answer.code).toBe('sign-in-refused')
  })

  test('tries beyond ten a minute are refused, and the next minute is open again', async () => {
    deps = testDeps(database.db, clock, { limits: { signInPerMinute: 10, actsPerMinute: 30 } })
    const browser = testBrowser(deps)
    const input = { response: testAuthenticator().get({ challenge: 'AAAA' }) }
    const codes = []
    for (let i = 0; i < 12; i += 1) codes.push((await browser.call('auth.login.finish', input)).code)
    expect(codes.slice(9)).toEqual(['sign-in-refused', 'too-many-tries', 'too-many-tries'])
    clock.advance(60_001)
    expect((await browser.call('auth.login.finish', input)).code).toBe('sign-in-refused')
  })
})

describe('a session', () => {
  test('ends for the privileged after 15 idle minutes, for a holder after 60', async () => {
    const [admin, member] = [await enrolled('authority'), await holder()]
    clock.advance(15 * 60_000 - 1)
    expect(await me(admin.browser)).not.toBeNull()
    clock.advance(15 * 60_000)
    expect(await me(admin.browser)).toBeNull()
    clock.advance(29 * 60_000)
    expect(await me(member.browser)).not.toBeNull()
    clock.advance(60 * 60_000)
    expect(await me(member.browser)).toBeNull()
  })

  test('ends after eight hours however busy', async () => {
    const { browser } = await holder()
    for (let minutes = 0; minutes < 8 * 60 - 30; minutes += 30) {
      clock.advance(30 * 60_000)
      expect(await me(browser)).not.toBeNull()
    }
    clock.advance(30 * 60_000)
    expect(await me(browser)).toBeNull()
  })

  test('ends at logout, for every copy of its cookie', async () => {
    const { browser } = await enrolled('issuer')
    const copy = testBrowser(deps)
    copy.setCookie(browser.cookie())
    expect(await me(copy)).not.toBeNull()
    await browser.call('auth.logout')
    expect([await me(copy), await me(browser), browser.cookie()]).toEqual([null, null, undefined])
  })

  test('ends when its key is revoked by an admin', async () => {
    const admin = await enrolled('holder')
    const { value } = await callSteppedUp(admin.browser, admin.key, 'organisation.invite', {
      role: 'holder',
      isAdmin: false,
      hours: 1,
    })
    const browser = testBrowser(deps)
    await enrolPerson(browser, (value as { token: string }).token, 'Zhang San')
    const listed = (await admin.browser.ask('organisation.members')).value as {
      keys: { id: string; personId: string }[]
    }
    const keyId = listed.keys.find(({ personId }) => personId !== admin.personId)?.id
    await callSteppedUp(admin.browser, admin.key, 'organisation.revokeKey', { keyId })
    expect(await me(browser)).toBeNull()
  })

  test('moves to another membership under a fresh cookie, never to one of somebody else', async () => {
    const [one, other] = [await enrolled('issuer'), await enrolled('appraiser')]
    const { token } = await found('regulator')
    const accepted = await callSteppedUp(one.browser, one.key, 'auth.invitation.accept', { token })
    const old = one.browser.cookie()
    const { membershipId } = accepted.value as { membershipId: string }
    expect((await one.browser.call('auth.session.switchMembership', { membershipId })).ok).toBe(true)
    expect(await me(one.browser)).toMatchObject({ role: 'regulator' })
    expect(one.browser.cookie()).not.toBe(old)
    const foreign = { membershipId: other.membershipId }
    expect((await one.browser.call('auth.session.switchMembership', foreign)).code).toBe('not-found')
  })
})

describe('a step-up', () => {
  const add = 'auth.keys.beginAdd'
  const prove = async (browser: TestBrowser, key: TestAuthenticator, procedure: string, input: unknown) => {
    const options = await optionsOf(browser, 'auth.stepUp.begin', { procedure, input })
    return browser.call('auth.stepUp.finish', { response: key.get(options) })
  }

  test('is needed for a second key, opens it once, and for the very input only', async () => {
    const { browser, key } = await enrolled('issuer')
    const input = { label: 'second' }
    expect((await browser.call(add, input)).code).toBe('step-up-needed')
    await prove(browser, key, add, input)
    expect((await browser.call(add, { label: 'other' })).code).toBe('step-up-needed')
    const options = (await browser.call(add, input)).value as Options
    expect((await browser.call(add, input)).code).toBe('step-up-needed')
    const second = testAuthenticator()
    expect((await browser.call('auth.keys.finishAdd', { response: second.create(options) })).ok).toBe(true)
    expect((await signIn(testBrowser(deps), second)).ok).toBe(true)
  })

  test('is void after 120 seconds', async () => {
    const { browser, key } = await enrolled('issuer')
    await prove(browser, key, add, { label: 'second' })
    clock.advance(120_000)
    expect((await browser.call(add, { label: 'second' })).code).toBe('step-up-needed')
  })

  test("can not be given with somebody else's key", async () => {
    const [one, other] = [await enrolled('issuer'), await enrolled('issuer')]
    expect((await prove(one.browser, other.key, add, { label: 'second' })).code).toBe('key-refused')
  })

  test('lets a person revoke a key, but not the last one', async () => {
    const { browser, key } = await enrolled('issuer')
    const [own] = (await browser.ask('auth.keys.list')).value as { id: string }[]
    const answer = await callSteppedUp(browser, key, 'auth.keys.revoke', { keyId: own?.id })
    expect(answer.code).toBe('last-key')
  })
})

describe('a person who lost the key', () => {
  test('comes in with a recovery code and a new key, once a code; older sessions end', async () => {
    const { browser: old, recoveryCodes } = await enrolled('issuer')
    const code = recoveryCodes[0]?.toLowerCase().replaceAll('-', ' ')
    const browser = testBrowser(deps)
    const options = await optionsOf(browser, 'auth.recover.begin', { code, label: 'new' })
    const key = testAuthenticator()
    expect((await browser.call('auth.recover.finish', { response: key.create(options) })).ok).toBe(true)
    expect(await me(old)).toBeNull()
    expect((await signIn(testBrowser(deps), key)).ok).toBe(true)
    const again = await testBrowser(deps).call('auth.recover.begin', { code, label: 'new' })
    expect(again.code).toBe('recovery-refused')
  })

  test('and has no code left comes in again when two admins agree, after the delay; old keys are void', async () => {
    const one = await enrolled('holder')
    const joined = async (name: string, isAdmin: boolean) => {
      const terms = { role: 'holder', isAdmin, hours: 1 }
      const { value } = await callSteppedUp(one.browser, one.key, 'organisation.invite', terms)
      const browser = testBrowser(deps)
      return { browser, ...(await enrolPerson(browser, (value as { token: string }).token, name)) }
    }
    const [two, lost] = [await joined('Second', true), await joined('Lost', false)]
    const elsewhere = { token: (await found('regulator')).token }
    await callSteppedUp(lost.browser, lost.key, 'auth.invitation.accept', elsewhere)
    const proposal = { personId: lost.personId }
    const proposed = await callSteppedUp(one.browser, one.key, 'organisation.readmit.propose', proposal)
    const approve = 'organisation.readmit.approve'
    const alone = await callSteppedUp(one.browser, one.key, approve, proposed.value)
    expect(alone.code).toBe('second-admin-needed')
    const approved = await callSteppedUp(two.browser, two.key, approve, proposed.value)
    const { token } = approved.value as { token: string }
    expect((await testBrowser(deps).call('auth.invitation.read', { token })).code).toBe('invitation-unknown')
    clock.advance(24 * 3_600_000)
    const back = testBrowser(deps)
    const again = await enrolPerson(back, token, 'whatever')
    expect(again.personId).toBe(lost.personId)
    expect((await me(back))?.memberships).toMatchObject([{ role: 'holder', isAdmin: false }])
    expect((await signIn(testBrowser(deps), lost.key)).code).toBe('sign-in-refused')
    expect((await signIn(testBrowser(deps), again.key)).ok).toBe(true)
  })
})

describe('an organisation', () => {
  test('is not reached by admins of another: its keys, people and invitations do not exist for them', async () => {
    const [one, other] = [await enrolled('holder'), await enrolled('holder')]
    const listed = (await one.browser.ask('organisation.members')).value as { keys: { id: string }[] }
    const call = (path: string, input: unknown) => callSteppedUp(other.browser, other.key, path, input)
    const answers = [
      await call('organisation.revokeKey', { keyId: listed.keys[0]?.id }),
      await call('organisation.revokePerson', { personId: one.personId }),
      await call('organisation.readmit.propose', { personId: one.personId }),
    ]
    expect(answers.map(({ code }) => code)).toEqual(Array(3).fill('not-found'))
  })

  test('keeps its last admin, and invites only into roles that it has', async () => {
    const { browser, key, personId } = await enrolled('issuer')
    const last = await callSteppedUp(browser, key, 'organisation.revokePerson', { personId })
    const terms = { role: 'regulator', isAdmin: false, hours: 1 }
    const foreign = await callSteppedUp(browser, key, 'organisation.invite', terms)
    expect([last.code, foreign.code]).toEqual(['last-admin', 'role-not-of-organisation'])
  })
})

describe('act keys and seeds', () => {
  test('an act key is P-256 and given as 33 bytes; it does not sign in', async () => {
    const { browser, key } = await enrolled('authority')
    const options = (await callSteppedUp(browser, key, 'actKeys.begin', { label: 'hardware' }))
      .value as Options & {
      pubKeyCredParams: { alg: number }[]
    }
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7])
    const act = testAuthenticator()
    const made = await browser.call('actKeys.finish', { response: act.create(options) })
    expect((made.value as { actKey: string }).actKey).toMatch(/^0[23][0-9a-f]{64}$/)
    expect(await browser.ask('actKeys.list')).toMatchObject({ value: [{ label: 'hardware' }] })
    expect((await signIn(testBrowser(deps), act)).code).toBe('sign-in-refused')
  })

  test('a sealed seed is kept for an own key only and read by its owner only', async () => {
    const [one, other] = [await enrolled('holder'), await enrolled('holder')]
    const sealed = (credentialId: string) => ({
      credentialId,
      ciphertext: 'aa'.repeat(80),
      salt: 'bb'.repeat(32),
      accountId: 'cc'.repeat(20),
      debtKeyHash: 'dd'.repeat(20),
    })
    const foreign = await callSteppedUp(one.browser, one.key, 'seeds.store', sealed(other.key.id))
    expect(foreign.code).toBe('not-found')
    expect((await callSteppedUp(one.browser, one.key, 'seeds.store', sealed(one.key.id))).ok).toBe(true)
    expect((await one.browser.ask('seeds.read')).value).toEqual([{ ...sealed(one.key.id), xpub: null }])
    expect((await other.browser.ask('seeds.read')).value).toEqual([])
  })
})

describe('the audit log', () => {
  test('has a row for the enrolment and one for a refused act, and only grows', async () => {
    const { browser, personId } = await enrolled('issuer')
    await browser.call('organisation.add', { name: 'X', nameZh: 'X', roles: ['holder'] })
    const rows = await database.db.select().from(auditLog).where(eq(auditLog.personId, personId))
    expect(rows).toMatchObject([{ procedure: 'organisation.add', decision: 'refused', code: 'not-allowed' }])
    const enrolment = await database.db.select().from(auditLog).where(eq(auditLog.subject, personId))
    expect(enrolment).toMatchObject([{ procedure: 'auth.enrol.finish', decision: 'allowed' }])
    await expect(database.db.delete(auditLog)).rejects.toThrow()
    await expect(database.db.update(auditLog).set({ code: 'x' })).rejects.toThrow()
  })

  test('of cookies the database knows hashes only', async () => {
    const { browser } = await enrolled('issuer')
    const rows = await database.sql`select encode(id_hash, 'hex') as hash from sessions`
    const hash = Buffer.from(sha256(browser.cookie() ?? '')).toString('hex')
    expect(rows.map((row) => row.hash)).toContain(hash)
  })
})
