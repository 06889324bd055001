import { randomUUID } from 'node:crypto'
import { accountOf } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { callSteppedUp } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
beforeEach(() => network.reset())

type Person = Awaited<ReturnType<TestNetwork['enrolled']>>
let accounts = 0
const sealed = 'ab'.repeat(92)
const sealedFor = (...people: readonly Person[]) =>
  people.map(({ key }) => ({ credentialId: key.id, sealed }))

/** A person with a reading key. */
async function reader(role: Parameters<TestNetwork['enrolled']>[0]): Promise<Person> {
  const one = await network.enrolled(role)
  const asked = { credentialId: one.key.id, publicKey: 'cd'.repeat(32) }
  expect((await one.browser.call('identity.publishKey', asked)).code).toBe('ok')
  return one
}

/** A holder with an account and one document. */
async function known() {
  const holder = await reader('holder')
  const seed = { credentialId: holder.key.id, ciphertext: 'aa'.repeat(80), salt: 'bb'.repeat(32) }
  accounts += 1
  const account = accountOf(new Uint8Array(32).fill(accounts))
  const stored = await callSteppedUp(holder.browser, holder.key, 'seeds.store', { ...seed, ...account })
  expect(stored.ok).toBe(true)
  const fileId = randomUUID()
  expect(await bring(holder, fileId)).toBe('ok')
  return { holder, fileId, accountId: account.accountId }
}

async function bring(holder: Person, commandKey: string, keys = sealedFor(holder), content = 'c2VhbGVk') {
  const asked = { commandKey, kind: 'registration', content, keys }
  return (await holder.browser.importFile('identity.import', asked)).code
}

const share = ({ browser }: Person, office: Person, keys = sealedFor(office)) =>
  browser.call('identity.share', { organisationId: office.organisationId, keys })
const open = ({ browser }: Person, fileId: string) =>
  browser.call('identity.open', { fileId, reason: 'An application of today' })

test('an office opens what its holder lets it read, and the holder sees that and why', async () => {
  const { holder, fileId, accountId } = await known()
  const [office, other] = [await reader('authority'), await reader('authority')]
  expect((await open(office, fileId)).code).toBe('not-found')
  expect((await share(holder, office)).code).toBe('ok')
  const seen = (await office.browser.ask('identity.ofAccount', { accountId })).value
  expect(seen).toMatchObject({
    files: [{ id: fileId, kind: 'registration', size: 6 }],
    keys: sealedFor(office),
  })
  expect((await open(office, fileId)).value).toEqual({ content: 'c2VhbGVk' })
  expect((await open(other, fileId)).code).toBe('not-found')
  expect((await other.browser.ask('identity.ofAccount', { accountId })).value).toEqual({
    files: [],
    keys: [],
  })
  expect((await holder.browser.ask('identity.mine')).value).toMatchObject({
    readers: [{ organisationId: office.organisationId }],
    openings: [{ reason: 'An application of today', kind: 'registration' }],
  })
  const { organisationId } = office
  expect((await holder.browser.call('identity.unshare', { organisationId })).code).toBe('ok')
  expect((await open(office, fileId)).code).toBe('not-found')
})

test('what is erased has no key anywhere, and a new document begins anew', async () => {
  const { holder, fileId } = await known()
  const office = await reader('authority')
  await share(holder, office)
  expect((await holder.browser.call('identity.erase', {})).code).toBe('step-up-needed')
  expect((await callSteppedUp(holder.browser, holder.key, 'identity.erase', {})).ok).toBe(true)
  const { db } = network.database
  const { identityFiles, identityKeys } = schema
  const [file] = await db.select().from(identityFiles).where(eq(identityFiles.id, fileId))
  const of = eq(identityKeys.subjectId, must(file, 'the row stays').subjectId)
  expect(await db.select().from(identityKeys).where(of)).toEqual([])
  expect(must(file, 'the row stays').ciphertext).toHaveLength(0)
  expect((await open(office, fileId)).code).toBe('not-found')
  expect((await holder.browser.ask('identity.mine')).value).toBeNull()
  expect((await callSteppedUp(holder.browser, holder.key, 'identity.erase', {})).code).toBe('not-found')
  expect(await bring(holder, randomUUID())).toBe('ok')
})

test('a key is sealed for readers only; the same command is one document; others’ documents are not there', async () => {
  const { holder, fileId } = await known()
  const [office, stranger] = [await reader('authority'), await reader('holder')]
  expect((await share(holder, stranger)).code).toBe('reader-unknown')
  expect((await share(holder, office, sealedFor(stranger))).code).toBe('reader-unknown')
  expect(await bring(holder, randomUUID(), sealedFor(office))).toBe('reader-unknown')
  expect(await bring(holder, fileId)).toBe('ok')
  expect(await bring(holder, randomUUID(), sealedFor(holder), 'A'.repeat(6_900_000))).toBe('file-too-large')
  expect((await holder.browser.ask('identity.mine')).value).toMatchObject({ files: [{ id: fileId }] })
  expect((await stranger.browser.ask('identity.mine')).value).toBeNull()
  expect((await share(stranger, office)).code).toBe('not-found')
  const { value: readers } = await holder.browser.ask('identity.readers')
  const keys = [{ credentialId: office.key.id, publicKey: 'cd'.repeat(32) }]
  expect(readers).toContainEqual(expect.objectContaining({ organisationId: office.organisationId, keys }))
})
