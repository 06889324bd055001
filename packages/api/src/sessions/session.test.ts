import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  callSteppedUp,
  enrolPerson,
  signIn,
  type TestAuthenticator,
  type TestBrowser,
  testAuthenticator,
} from '../testing.ts'
import { me, optionsOf, startTestNetwork, type TestNetwork, type TestOptions } from '../testing-network.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
beforeEach(() => network.reset())

describe('a session', () => {
  test('ends for the privileged after 15 idle minutes, for a holder after 60', async () => {
    const [admin, member] = [await network.enrolled('authority'), await network.holder()]
    network.clock().advance(15 * 60_000 - 1)
    expect(await me(admin.browser)).not.toBeNull()
    network.clock().advance(15 * 60_000)
    expect(await me(admin.browser)).toBeNull()
    network.clock().advance(29 * 60_000)
    expect(await me(member.browser)).not.toBeNull()
    network.clock().advance(60 * 60_000)
    expect(await me(member.browser)).toBeNull()
  })

  test('ends after eight hours however busy', async () => {
    const { browser } = await network.holder()
    for (let minutes = 0; minutes < 8 * 60 - 30; minutes += 30) {
      network.clock().advance(30 * 60_000)
      expect(await me(browser)).not.toBeNull()
    }
    network.clock().advance(30 * 60_000)
    expect(await me(browser)).toBeNull()
  })

  test('ends at logout, for every copy of its cookie', async () => {
    const { browser } = await network.enrolled('issuer')
    const copy = network.browser()
    copy.setCookie(browser.cookie())
    expect(await me(copy)).not.toBeNull()
    await browser.call('auth.logout')
    expect([await me(copy), await me(browser), browser.cookie()]).toEqual([null, null, undefined])
  })

  test('ends when its key is revoked by an admin', async () => {
    const admin = await network.enrolled('holder')
    const { value } = await callSteppedUp(admin.browser, admin.key, 'organisation.invite', {
      role: 'holder',
      isAdmin: false,
      hours: 1,
    })
    const browser = network.browser()
    await enrolPerson(browser, (value as { token: string }).token, 'Zhang San')
    const listed = (await admin.browser.ask('organisation.members')).value as {
      keys: { id: string; personId: string }[]
    }
    const keyId = listed.keys.find(({ personId }) => personId !== admin.personId)?.id
    await callSteppedUp(admin.browser, admin.key, 'organisation.revokeKey', { keyId })
    expect(await me(browser)).toBeNull()
  })

  test('moves to another membership under a fresh cookie, never to one of somebody else', async () => {
    const [one, other] = [await network.enrolled('issuer'), await network.enrolled('appraiser')]
    const { token } = await network.found('regulator')
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
    const { browser, key } = await network.enrolled('issuer')
    const input = { label: 'second' }
    expect((await browser.call(add, input)).code).toBe('step-up-needed')
    await prove(browser, key, add, input)
    expect((await browser.call(add, { label: 'other' })).code).toBe('step-up-needed')
    const options = (await browser.call(add, input)).value as TestOptions
    expect((await browser.call(add, input)).code).toBe('step-up-needed')
    const second = testAuthenticator()
    expect((await browser.call('auth.keys.finishAdd', { response: second.create(options) })).ok).toBe(true)
    expect((await signIn(network.browser(), second)).ok).toBe(true)
  })

  test('is void after 120 seconds', async () => {
    const { browser, key } = await network.enrolled('issuer')
    await prove(browser, key, add, { label: 'second' })
    network.clock().advance(120_000)
    expect((await browser.call(add, { label: 'second' })).code).toBe('step-up-needed')
  })

  test("can not be given with somebody else's key", async () => {
    const [one, other] = [await network.enrolled('issuer'), await network.enrolled('issuer')]
    expect((await prove(one.browser, other.key, add, { label: 'second' })).code).toBe('key-refused')
  })

  test('lets a person revoke a key, but not the last one', async () => {
    const { browser, key } = await network.enrolled('issuer')
    const [own] = (await browser.ask('auth.keys.list')).value as { id: string }[]
    const answer = await callSteppedUp(browser, key, 'auth.keys.revoke', { keyId: own?.id })
    expect(answer.code).toBe('last-key')
  })
})
