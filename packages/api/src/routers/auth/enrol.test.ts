import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callSteppedUp, enrolPerson, type Lies, signIn, testAuthenticator } from '../../testing.ts'
import { me, optionsOf, startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
beforeEach(() => network.reset())

describe('enrolling', () => {
  test('an invited person gets a membership, a session and ten recovery codes', async () => {
    const { browser, personId, recoveryCodes } = await network.enrolled('authority')
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(await me(browser)).toMatchObject({ personId, role: 'authority', isAdmin: true })
  })

  test('the offer is read from the token, and an unknown token gets nothing', async () => {
    const { token } = await network.found('issuer')
    const browser = network.browser()
    expect((await browser.call('auth.invitation.read', { token })).value).toMatchObject({ role: 'issuer' })
    for (const other of [`${token.slice(0, -2)}AA`, token.slice(0, 20), ''])
      expect((await browser.call('auth.invitation.read', { token: other })).code).toBe('invitation-unknown')
  })

  test('an expired invitation lets nobody in', async () => {
    const { token } = await network.found('issuer')
    const browser = network.browser()
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'A', label: 'k' })
    network.clock().advance(7 * 86_400_000)
    const again = await browser.call('auth.enrol.begin', { token, personName: 'A', label: 'k' })
    expect(again.code).toBe('invitation-unknown')
    const late = await browser.call('auth.enrol.finish', { response: testAuthenticator().create(options) })
    expect(late.ok).toBe(false)
  })

  test('an invitation serves once, also when browsers that hold a challenge race', async () => {
    const { token } = await network.found('issuer')
    const challenged = await Promise.all(
      [0, 1, 2, 3].map(async () => {
        const browser = network.browser()
        const input = { token, personName: 'A', label: 'k' }
        return { browser, options: await optionsOf(browser, 'auth.enrol.begin', input) }
      }),
    )
    const finish = challenged.map(({ browser, options }) =>
      browser.call('auth.enrol.finish', { response: testAuthenticator().create(options) }),
    )
    const answers = await Promise.all(finish)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const late = await network.browser().call('auth.enrol.begin', { token, personName: 'A', label: 'k' })
    expect(late.code).toBe('invitation-unknown')
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
    const { token } = await network.found('issuer')
    const browser = network.browser()
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'A', label: 'k' })
    const answer = await browser.call('auth.enrol.finish', {
      response: testAuthenticator().create(options, lie),
    })
    expect(answer.code).toBe('key-refused')
    expect(await me(browser)).toBeNull()
  })

  test('a key that is registered to somebody is refused for anybody else', async () => {
    const first = await network.enrolled('issuer')
    const { token } = await network.found('issuer')
    const browser = network.browser()
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'B', label: 'k' })
    const response = testAuthenticator().create(options, { credentialId: first.key.id })
    expect((await browser.call('auth.enrol.finish', { response })).code).toBe('key-refused')
  })

  test('where keys must be bound to their device, a privileged person can not bring a synced one', async () => {
    network.reset({ deviceBoundOnly: true })
    const { token } = await network.found('authority')
    const browser = network.browser()
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'B', label: 'k' })
    const response = testAuthenticator().create(options, { flags: 0x0d })
    expect((await browser.call('auth.enrol.finish', { response })).code).toBe('key-not-device-bound')
  })

  test('results of the PRF are refused, so that they never rest with us', async () => {
    const { token } = await network.found('issuer')
    const browser = network.browser()
    const options = await optionsOf(browser, 'auth.enrol.begin', { token, personName: 'B', label: 'k' })
    const made = testAuthenticator().create(options)
    const response = { ...made, clientExtensionResults: { prf: { results: { first: 'AAAA' } } } }
    expect((await browser.call('auth.enrol.finish', { response })).code).toBe('input-malformed')
  })
})

describe('a person who lost the key', () => {
  test('comes in with a recovery code and a new key, once a code; older sessions end', async () => {
    const { browser: old, recoveryCodes } = await network.enrolled('issuer')
    const code = recoveryCodes[0]?.toLowerCase().replaceAll('-', ' ')
    const browser = network.browser()
    const options = await optionsOf(browser, 'auth.recover.begin', { code, label: 'new' })
    const key = testAuthenticator()
    expect((await browser.call('auth.recover.finish', { response: key.create(options) })).ok).toBe(true)
    expect(await me(old)).toBeNull()
    expect((await signIn(network.browser(), key)).ok).toBe(true)
    const again = await network.browser().call('auth.recover.begin', { code, label: 'new' })
    expect(again.code).toBe('recovery-refused')
  })

  test('and has no code left comes in again when two admins agree, after the delay; old keys are void', async () => {
    const one = await network.enrolled('holder')
    const joined = async (name: string, isAdmin: boolean) => {
      const terms = { role: 'holder', isAdmin, hours: 1 }
      const { value } = await callSteppedUp(one.browser, one.key, 'organisation.invite', terms)
      const browser = network.browser()
      return { browser, ...(await enrolPerson(browser, (value as { token: string }).token, name)) }
    }
    const [two, lost] = [await joined('Second', true), await joined('Lost', false)]
    const elsewhere = { token: (await network.found('regulator')).token }
    await callSteppedUp(lost.browser, lost.key, 'auth.invitation.accept', elsewhere)
    const proposal = { personId: lost.personId }
    const propose = 'organisation.readmit.propose'
    const proposed = await callSteppedUp(one.browser, one.key, propose, proposal)
    expect((await callSteppedUp(one.browser, one.key, propose, proposal)).value).toEqual(proposed.value)
    const approve = 'organisation.readmit.approve'
    const alone = await callSteppedUp(one.browser, one.key, approve, proposed.value)
    expect(alone.code).toBe('second-admin-needed')
    const approved = await callSteppedUp(two.browser, two.key, approve, proposed.value)
    const { token } = approved.value as { token: string }
    expect((await network.browser().call('auth.invitation.read', { token })).code).toBe('invitation-unknown')
    network.clock().advance(24 * 3_600_000)
    const back = network.browser()
    const again = await enrolPerson(back, token, 'whatever')
    expect(again.personId).toBe(lost.personId)
    expect((await me(back))?.memberships).toMatchObject([{ role: 'holder', isAdmin: false }])
    expect((await signIn(network.browser(), lost.key)).code).toBe('sign-in-refused')
    expect((await signIn(network.browser(), again.key)).ok).toBe(true)
  })
})
