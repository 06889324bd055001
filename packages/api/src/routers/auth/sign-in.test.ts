import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Lies, signIn, testAuthenticator } from '../../testing.ts'
import { me, optionsOf, startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
beforeEach(() => network.reset())

describe('signing in', () => {
  test('a discoverable key opens a session under a fresh cookie', async () => {
    const { key, personId } = await network.enrolled('issuer')
    const browser = network.browser()
    await browser.call('auth.login.begin')
    const before = browser.cookie()
    expect((await signIn(browser, key)).ok).toBe(true)
    expect(browser.cookie()).not.toBe(before)
    expect(await me(browser)).toMatchObject({ personId })
  })

  test('a challenge serves once: 64 replays at the same time open one session at most', async () => {
    const { key } = await network.enrolled('issuer')
    const browser = network.browser()
    const options = await optionsOf(browser, 'auth.login.begin')
    const response = key.get(options)
    const cookie = browser.cookie()
    const replays = Array.from({ length: 64 }, () => {
      const copy = network.browser()
      copy.setCookie(cookie)
      return copy.call('auth.login.finish', { response })
    })
    const answers = await Promise.all(replays)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await browser.call('auth.login.finish', { response })).code).toBe('sign-in-refused')
  })

  test('a challenge of another browser, another purpose or of 121 seconds ago serves nobody', async () => {
    const { key, browser: signedIn } = await network.enrolled('issuer')
    const [one, other] = [network.browser(), network.browser()]
    const options = await optionsOf(one, 'auth.login.begin')
    await other.call('auth.login.begin')
    const stolen = await other.call('auth.login.finish', { response: key.get(options) })
    const stepUp = await optionsOf(signedIn, 'auth.stepUp.begin', {
      procedure: 'auth.keys.beginAdd',
      input: null,
    })
    const crossed = await signedIn.call('auth.login.finish', { response: key.get(stepUp) })
    network.clock().advance(121_000)
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
    const { key } = await network.enrolled('issuer')
    await signIn(network.browser(), key)
    const answer = await signIn(network.browser(), key, lie)
    expect(answer).toMatchObject({ status: 401, code: 'sign-in-refused' })
  })

  test("a foreign authenticator can not answer for somebody's key", async () => {
    const { key } = await network.enrolled('issuer')
    const answer = await signIn(network.browser(), testAuthenticator(), { credentialId: key.id })
    expect(answer.code).toBe('sign-in-refused')
  })

  test('tries beyond ten a minute are refused, and the next minute is open again', async () => {
    network.reset({ limits: { signInPerMinute: 10, actsPerMinute: 30 } })
    const browser = network.browser()
    const input = { response: testAuthenticator().get({ challenge: 'AAAA' }) }
    const codes = []
    for (let i = 0; i < 12; i += 1) codes.push((await browser.call('auth.login.finish', input)).code)
    expect(codes.slice(9)).toEqual(['sign-in-refused', 'too-many-tries', 'too-many-tries'])
    network.clock().advance(60_001)
    expect((await browser.call('auth.login.finish', input)).code).toBe('sign-in-refused')
  })
})
