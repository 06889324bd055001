import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { CIRCULATION, CREDIT_KIND, DEBT } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import { lendTo } from '../credit/testing-loan.ts'
import { anotherDay, village } from '../credit/testing-village.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(() => anotherDay(network))

type Report = {
  total: number
  sum: bigint
  rows: { keyHash: string | null; amount: bigint; lots: number; mayName: boolean; creditors: string[] }[]
}
const report = async (browser: TestBrowser, input: object = {}) =>
  (await browser.ask('standing.unregistered', input)).value as Report

/** A village whose debtor's wallet the portal has lost: its debts are on the ledger all the same. */
async function stranger(amounts: readonly bigint[]) {
  const people = await village(network)
  await lendTo(network, people, amounts)
  const { debtKeyHash } = people
  await network.database.db.delete(sealedSeeds).where(eq(sealedSeeds.debtKeyHash, debtKeyHash))
  return { ...people, key: toHex(debtKeyHash) }
}
const entity = (keyHash: string, change: object = {}) => ({
  ...{ commandKey: randomUUID(), keyHash, kind: 'organisation', name: 'North Farm' },
  ...{ registration: '91110000710931', grounds: 'Its statutes and the loan contract', ...change },
})

test('every debt whose key has an entity is no matter; one without stands in the report until its creditor names it', async () => {
  const known = await village(network)
  await lendTo(network, known, [1_000n])
  const { authority, key } = await stranger([10_000n, 20_000n])
  const regulator = await network.enrolled('regulator')
  const before = await report(regulator.browser)
  const row = { keyHash: key, amount: 30_000n, lots: 2, mayName: false }
  expect(before.rows).toMatchObject([row])
  expect([before.total, before.sum]).toEqual([1, 30_000n])
  expect((await report(authority.browser)).rows).toMatchObject([{ ...row, mayName: true }])
  expect((await report(known.authority.browser)).rows).toMatchObject([{ mayName: false }])
  const said = entity(key)
  expect((await known.authority.browser.call('standing.nameDebtor', said)).code).toBe('not-own-debtor')
  for (const _ of [1, 2]) expect((await authority.browser.call('standing.nameDebtor', said)).code).toBe('ok')
  expect(await report(regulator.browser)).toMatchObject({ total: 0, sum: 0n, rows: [] })
  network.clock().advance(1_000)
  await authority.browser.call('standing.nameDebtor', entity(key, { name: 'North Farm Ltd' }))
  const { value } = await regulator.browser.ask('standing.entities')
  expect(value).toMatchObject([{ keyHash: key, name: 'North Farm Ltd', by: 'Li Na' }])
  const seen = async (browser: TestBrowser) => (await browser.ask('standing.entities')).value
  expect(await seen(authority.browser)).toMatchObject([{ registration: '91110000710931' }])
  expect(await seen(known.authority.browser)).toMatchObject([{ name: 'North Farm Ltd', registration: null }])
  network.clock().advance(1_000)
  await authority.browser.call('standing.nameDebtor', entity(key, { kind: 'person', name: 'Li Ming' }))
  expect(await seen(known.authority.browser)).toMatchObject([{ kind: 'person', name: null, grounds: null }])
  expect(await seen(regulator.browser)).toMatchObject([{ name: 'Li Ming', registration: '91110000710931' }])
  const { debts } = (await authority.browser.ask('credit.ageing')).value as {
    debts: { debtor: { name: string } }[]
  }
  expect(debts.map(({ debtor }) => debtor.name)).toEqual(['Li Ming', 'Li Ming'])
  const { db } = network.database
  await expect(db.update(schema.debtorEntities).set({ name: 'Nobody' })).rejects.toThrow()
})

test('who is known already, or never owed, is not named; the admission group may name whose creditor is nobody here', async () => {
  const people = await village(network)
  await lendTo(network, people, [1_000n])
  const admission = await network.enrolled('admission')
  const code = async (keyHash: string) =>
    (await admission.browser.call('standing.nameDebtor', entity(keyHash))).code
  expect(await code(toHex(people.debtKeyHash))).toBe('debtor-registered')
  expect(await code('ee'.repeat(20))).toBe('debtor-unknown')
  const { key } = await stranger([500n])
  expect(await code(key)).toBe('ok')
})

test('a debt whose script names no key is told with its amount; pages and orders hold', async () => {
  const [small, big] = [await stranger([500n]), await stranger([900n])]
  const { db } = network.database
  const nameless = { layer: CIRCULATION, kind: CREDIT_KIND, element: DEBT, createdHeight: 5 }
  await db
    .insert(schema.outputs)
    .values({ ...nameless, txid: 'ab'.repeat(32), index: 0, amount: 77n, script: new Uint8Array([0x51]) })
  const { browser } = await network.enrolled('regulator')
  const all = await report(browser, { order: 'amount', down: true })
  expect(all.rows.map(({ keyHash, amount }) => [keyHash, amount])).toEqual([
    [big.key, 900n],
    [small.key, 500n],
    [null, 77n],
  ])
  expect([all.total, all.sum]).toEqual([3, 1_477n])
  const second = await report(browser, { order: 'amount', down: true, page: 1, pageSize: 1 })
  expect(second.rows).toMatchObject([{ keyHash: small.key }])
  expect(await report(browser, { key: big.key.slice(3, 12) })).toMatchObject({ total: 1, sum: 900n })
})
