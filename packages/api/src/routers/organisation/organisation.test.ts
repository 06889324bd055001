import { accountOf } from '@vc/crypto'
import { auditLog } from '@vc/db/identity'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../crypto-words.ts'
import { callSteppedUp, signIn, testAuthenticator } from '../../testing.ts'
import { startTestNetwork, type TestNetwork, type TestOptions } from '../../testing-network.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
beforeEach(() => network.reset())

describe('an organisation', () => {
  test('is not reached by admins of another: its keys, people and invitations do not exist for them', async () => {
    const [one, other] = [await network.enrolled('holder'), await network.enrolled('holder')]
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
    const { browser, key, personId } = await network.enrolled('issuer')
    const last = await callSteppedUp(browser, key, 'organisation.revokePerson', { personId })
    const terms = { role: 'regulator', isAdmin: false, hours: 1 }
    const foreign = await callSteppedUp(browser, key, 'organisation.invite', terms)
    expect([last.code, foreign.code]).toEqual(['last-admin', 'role-not-of-organisation'])
    expect((await browser.ask('organisation.members')).value).toMatchObject({ roles: ['issuer'] })
  })
})

describe('act keys and seeds', () => {
  test('an act key is P-256 and given as 33 bytes; it does not sign in, nor is it offered for it', async () => {
    const { browser, key } = await network.enrolled('authority')
    const options = (await callSteppedUp(browser, key, 'actKeys.begin', { label: 'hardware' }))
      .value as TestOptions & {
      pubKeyCredParams: { alg: number }[]
      authenticatorSelection: { residentKey: string }
    }
    expect(options.authenticatorSelection.residentKey).toBe('discouraged')
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7])
    const act = testAuthenticator()
    const made = await browser.call('actKeys.finish', { response: act.create(options) })
    expect((made.value as { actKey: string }).actKey).toMatch(/^0[23][0-9a-f]{64}$/)
    expect(await browser.ask('actKeys.list')).toMatchObject({ value: [{ label: 'hardware' }] })
    expect((await signIn(network.browser(), act)).code).toBe('sign-in-refused')
  })

  test('one authenticator gives one act key: it is told which it holds already, and what it gives again is refused to anybody', async () => {
    const [one, other] = [await network.enrolled('authority'), await network.enrolled('authority')]
    type Options = TestOptions & { excludeCredentials: { id: string }[] }
    const ask = async ({ browser, key }: typeof one) =>
      (await callSteppedUp(browser, key, 'actKeys.begin', { label: 'hardware' })).value as Options
    const finish = async ({ browser }: typeof one, response: object) =>
      (await browser.call('actKeys.finish', { response })).code
    const hardware = testAuthenticator()
    expect((await ask(one)).excludeCredentials).toEqual([])
    expect(await finish(one, hardware.create(await ask(one)))).toBe('ok')
    expect((await ask(one)).excludeCredentials).toMatchObject([{ id: hardware.id }])
    const anotherId = { credentialId: testAuthenticator().id }
    for (const person of [one, other]) {
      expect(await finish(person, hardware.create(await ask(person)))).toBe('key-refused')
      expect(await finish(person, hardware.create(await ask(person), anotherId))).toBe('key-refused')
    }
    expect((await one.browser.ask('actKeys.list')).value).toHaveLength(1)
    expect((await other.browser.ask('actKeys.list')).value).toEqual([])
    expect(await finish(one, testAuthenticator().create(await ask(one)))).toBe('ok')
  })

  test('a sealed seed is kept for an own key only and read by its owner only', async () => {
    const [one, other] = [await network.enrolled('holder'), await network.enrolled('holder')]
    const account = accountOf(new Uint8Array(32).fill(3))
    const sealed = (credentialId: string) => ({
      ...{ credentialId, ciphertext: 'aa'.repeat(80), salt: 'bb'.repeat(32) },
      ...account,
    })
    const foreign = await callSteppedUp(one.browser, one.key, 'seeds.store', sealed(other.key.id))
    expect(foreign.code).toBe('not-found')
    expect((await callSteppedUp(one.browser, one.key, 'seeds.store', sealed(one.key.id))).ok).toBe(true)
    expect((await one.browser.ask('seeds.read')).value).toEqual([sealed(one.key.id)])
    expect((await other.browser.ask('seeds.read')).value).toEqual([])
  })

  test('an account that is no tree of keys, or is of another tree, is not kept', async () => {
    const one = await network.enrolled('holder')
    const [own, others] = [accountOf(new Uint8Array(32).fill(4)), accountOf(new Uint8Array(32).fill(5))]
    const store = async (facts: object) => {
      const sealed = { credentialId: one.key.id, ciphertext: 'aa'.repeat(80), salt: 'bb'.repeat(32) }
      return (await callSteppedUp(one.browser, one.key, 'seeds.store', { ...sealed, ...facts })).code
    }
    const { xpub: _, ...plain } = own
    expect(await store(plain)).toBe('extended-key-missing')
    expect(await store({ ...own, xpub: others.xpub })).toBe('extended-key-foreign')
    expect(await store({ ...own, accountId: others.accountId })).toBe('extended-key-foreign')
    expect(await store({ ...own, debtKeyHash: others.debtKeyHash })).toBe('extended-key-foreign')
    expect((await one.browser.ask('seeds.read')).value).toEqual([])
    expect(await store(own)).toBe('ok')
  })
})

describe('the audit log', () => {
  test('has a row for the enrolment and one for a refused act, and only grows', async () => {
    const { browser, personId } = await network.enrolled('issuer')
    await browser.call('organisation.add', { name: 'X', nameZh: 'X', roles: ['holder'] })
    const rows = await network.database.db.select().from(auditLog).where(eq(auditLog.personId, personId))
    expect(rows).toMatchObject([{ procedure: 'organisation.add', decision: 'refused', code: 'not-allowed' }])
    const enrolment = await network.database.db.select().from(auditLog).where(eq(auditLog.subject, personId))
    expect(enrolment).toMatchObject([{ procedure: 'auth.enrol.finish', decision: 'allowed' }])
    await expect(network.database.db.delete(auditLog)).rejects.toThrow()
    await expect(network.database.db.update(auditLog).set({ code: 'x' })).rejects.toThrow()
  })

  test('of cookies the database knows hashes only', async () => {
    const { browser } = await network.enrolled('issuer')
    const rows = await network.database.sql`select encode(id_hash, 'hex') as hash from sessions`
    const hash = Buffer.from(sha256(browser.cookie() ?? '')).toString('hex')
    expect(rows.map((row) => row.hash)).toContain(hash)
  })
})
