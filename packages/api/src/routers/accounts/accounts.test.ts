import { randomUUID } from 'node:crypto'
import {
  accountOf,
  accountSecret,
  mnemonicToSeed,
  newMnemonic,
  parseAddress,
  parseExtendedKey,
  taggedHash,
  toHex,
} from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { ACCOUNT_ACTIVE, encodeAccount, keyHashScript } from '@vc/ledger'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { callSteppedUp } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
beforeEach(() => network.reset())

const entropy = new Uint8Array(32).fill(9)
const { accountId, xpub, debtKeyHash } = accountOf(entropy)
type Tree = {
  readonly keys: { path: string; keyHash: string; address: string; held: object[] }[]
  readonly record: { commits: boolean } | null
}

/** A holder whose seed is kept here, sealed. */
async function holder() {
  const one = await network.enrolled('holder')
  const sealed = { credentialId: one.key.id, ciphertext: 'aa'.repeat(80), salt: 'bb'.repeat(32) }
  const facts = { accountId, xpub, debtKeyHash }
  expect((await callSteppedUp(one.browser, one.key, 'seeds.store', { ...sealed, ...facts })).ok).toBe(true)
  return one
}

test('the holder watches every key with its address; others do not see the account, the admission does', async () => {
  const { browser } = await holder()
  const { db } = network.database
  const child = must((await treeOf(browser)).keys[5], 'forty keys')
  await db.insert(schema.outputs).values({
    ...{ txid: '01'.repeat(32), index: 0, layer: 2, kind: 0, element: 0, amount: 700n, createdHeight: 3 },
    ...{ script: keyHashScript(new Uint8Array(20)), keyHash: child.keyHash, standard: 'key-hash' },
  })
  const tree = await treeOf(browser)
  expect(tree.keys[5]).toMatchObject({ path: 'm/0/5', held: [{ layer: 2, element: 0, sum: 700n }] })
  expect(tree.keys[0]).toMatchObject({ path: 'm/0/0', keyHash: debtKeyHash, held: [] })
  expect(parseAddress(child.address)).toMatchObject({ prefix: 'vdt', address: { path: [0, 5] } })
  for (const role of ['holder', 'authority', 'issuer'] as const) {
    const { browser: stranger } = await network.enrolled(role)
    expect((await stranger.ask('accounts.tree', { accountId })).code).toBe('not-found')
    expect((await stranger.ask('accounts.list')).value).toEqual([])
  }
  const admission = (await network.enrolled('admission')).browser
  expect((await admission.ask('accounts.list')).value).toMatchObject([{ accountId, state: null }])
  expect((await admission.ask('accounts.tree', { accountId })).code).toBe('ok')
})

test('an authority watches the account that asked it, and no longer when what was asked is another’s', async () => {
  const { organisationId, personId } = await holder()
  const [one, other] = [await network.enrolled('authority'), await network.enrolled('authority')]
  const at = { createdAt: new Date(), updatedAt: new Date() }
  const asked = { amount: 5n, termBlocks: 9, lots: 1, purpose: 'Seed', guarantee: 'A field' }
  const whose = { organisationId, personId, accountId, debtKeyHash, commandKey: randomUUID() }
  await network.database.db.insert(schema.creditApplications).values({ ...whose, ...asked, ...at })
  for (const { browser } of [one, other])
    expect((await browser.ask('accounts.tree', { accountId })).code).toBe('ok')
  const taken = { step: 'given', authorityId: one.organisationId } as const
  await network.database.db.update(schema.creditApplications).set(taken)
  expect((await one.browser.ask('accounts.tree', { accountId })).code).toBe('ok')
  expect((await other.browser.ask('accounts.tree', { accountId })).code).toBe('not-found')
})

test('the record commits to the tree only with its salt', async () => {
  const { browser } = await holder()
  const { db } = network.database
  expect((await treeOf(browser)).record).toBeNull()
  const salt = new Uint8Array(32).fill(3)
  const { chainCode, publicKey } = must(parseExtendedKey(xpub), 'an extended key')
  const commitment = taggedHash('vdn/account', salt, chainCode, publicKey)
  const agent = new Uint8Array(33).fill(2)
  const debtHash = Uint8Array.from(Buffer.from(debtKeyHash, 'hex'))
  const value = encodeAccount({ debtKeyHash: debtHash, commitment, status: ACCOUNT_ACTIVE, agent })
  await db.insert(schema.records).values({
    ...{ table: 'account', key: accountId, value, txid: '02'.repeat(32), height: 4, index: 0, newest: true },
    ...{ holderScript: new Uint8Array() },
  })
  const committed = async () => (await treeOf(browser)).record?.commits
  expect(await committed()).toBe(false)
  await db.insert(schema.admissions).values({ subject: `account:${accountId}`, state: 'final', salt })
  expect(await committed()).toBe(true)
})

test('an address of the account names the key at its path, and nothing where no wallet looks', async () => {
  const { browser } = await holder()
  const { db } = network.database
  const key = must((await treeOf(browser)).keys[23], 'forty keys')
  const named = await keyHashNamed(db, ` ${key.address} `)
  expect(named && toHex(named)).toBe(key.keyHash)
  const seed = mnemonicToSeed(newMnemonic(entropy))
  expect(accountSecret(seed, key.keyHash)).toBeDefined()
  expect(
    await keyHashNamed(
      db,
      key.address.replace(/.$/, (sign) => (sign === 'q' ? 'p' : 'q')),
    ),
  ).toBeUndefined()
})

async function treeOf(browser: Awaited<ReturnType<typeof holder>>['browser']): Promise<Tree> {
  return (await browser.ask('accounts.tree', { accountId })).value as Tree
}
