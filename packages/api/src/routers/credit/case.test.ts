import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { passkeys } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import { lendTo } from './testing-loan.ts'
import { anotherDay, begin, read, signAsAuthority, signAsDebtor, village } from './testing-village.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(() => anotherDay(network))

const caseOf = (browser: TestBrowser, txid: string) => browser.ask('credit.case', { txid })
const note = (txid: string, change: object = {}) => {
  return { commandKey: randomUUID(), txid, text: 'Called; they promise to pay on Friday', ...change }
}

test('debtor, creditor and regulator read the same story of a debt; others are told that there is none', async () => {
  const people = await village(network)
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const regulator = await network.enrolled('regulator')
  for (const { browser } of [people.holder, people.authority, regulator])
    expect((await caseOf(browser, txid)).value).toMatchObject({
      debtor: toHex(people.debtKeyHash),
      story: { root: txid, sums: { given: 30_000n, unpaid: 30_000n }, creditors: [toHex(people.agentHash)] },
    })
  const others = await village(network)
  for (const { browser } of [others.holder, others.authority])
    expect((await caseOf(browser, txid)).code).toBe('not-found')
  expect((await caseOf(regulator.browser, '00'.repeat(32))).code).toBe('not-found')
})

test('the creditor keeps a file that the debtor does not see; written twice with one key it stands once', async () => {
  const people = await village(network)
  const txid = await lendTo(network, people, [10_000n])
  const entry = note(txid)
  for (const _ of [1, 2]) expect((await people.authority.browser.call('credit.note', entry)).ok).toBe(true)
  const notesIn = async (browser: TestBrowser) =>
    ((await caseOf(browser, txid)).value as { notes: { text: string }[] }).notes.map(({ text }) => text)
  expect(await notesIn(people.authority.browser)).toEqual([entry.text])
  expect(await notesIn(people.holder.browser)).toEqual([])
  expect((await people.holder.browser.call('credit.note', note(txid))).code).toBe('not-allowed')
  const other = await village(network)
  expect((await other.authority.browser.call('credit.note', note(txid))).code).toBe('not-found')
})

test('a colleague at the authority reads the debt and keeps its file, also when the key that gave it is revoked', async () => {
  const people = await village(network)
  const txid = await lendTo(network, people, [10_000n])
  const { organisationId, personId } = people.authority
  const { browser } = await network.colleague(organisationId, 'authority')
  const ofActKey = and(eq(passkeys.personId, personId), eq(passkeys.kind, 'act'))
  await network.database.db.update(passkeys).set({ revokedAt: new Date() }).where(ofActKey)
  expect((await caseOf(browser, txid)).value).toMatchObject({ isCreditor: false, isOfCreditor: true })
  expect((await browser.ask('credit.ageing')).value).toMatchObject({ total: 1, debts: [{ txid }] })
  expect((await browser.call('credit.note', note(txid))).ok).toBe(true)
  expect((await caseOf(people.authority.browser, txid)).value).toMatchObject({ notes: [{ by: 'Wang Wei' }] })
})

test('an entry of the file is neither changed nor taken out', async () => {
  const people = await village(network)
  const txid = await lendTo(network, people, [10_000n])
  await people.authority.browser.call('credit.note', note(txid))
  const { db } = network.database
  await expect(db.update(schema.creditNotes).set({ text: 'Nothing' })).rejects.toThrow()
  await expect(db.delete(schema.creditNotes)).rejects.toThrow()
})

type Kept = {
  old: bigint
  amount: bigint
  dueAt: number[]
  hasAgreed: boolean
  hasSigned: boolean
  state: string
}
const restructuringsIn = async (browser: TestBrowser, txid: string) =>
  ((await caseOf(browser, txid)).value as { restructurings: Kept[] }).restructurings

test('the debtor agrees in advance, the creditor keeps it and signs later: one transaction of the debt layer', async () => {
  const people = await village(network)
  const { holder, authority, actKey, debtSecret } = people
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const proposal = { txid, lots: [`${txid}:1`, `${txid}:2`], termBlocks: 300, parts: 3 }
  const drafted = await authority.browser.call('credit.restructure', proposal)
  const { actId } = drafted.value as { actId: string }
  expect((await authority.browser.call('credit.restructure', proposal)).code).toBe('restructuring-open')
  expect(await signAsDebtor(holder.browser, actId, debtSecret)).toMatchObject({ value: { status: 'open' } })
  expect(await restructuringsIn(authority.browser, txid)).toMatchObject([
    {
      old: 30_000n,
      amount: 30_100n,
      dueAt: [110, 210, 310],
      hasAgreed: true,
      hasSigned: false,
      state: 'open',
    },
  ])
  const { tx } = read(await begin(authority.browser, actId))
  expect([tx.layer, tx.outputs.reduce((sum, { amount }) => sum + amount, 0n)]).toEqual([1, 30_100n])
  expect(await signAsAuthority(authority.browser, actId, actKey)).toMatchObject({
    value: { status: 'submitted' },
  })
  expect(await restructuringsIn(holder.browser, txid)).toMatchObject([{ hasSigned: true, state: 'queued' }])
})

test('what is kept holds no lot back: the debtor may still repay it', async () => {
  const people = await village(network)
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const lots = [`${txid}:1`]
  await people.authority.browser.call('credit.restructure', { txid, lots, termBlocks: 300, parts: 1 })
  const repaid = await people.holder.browser.call('credit.repay', { commandKey: randomUUID(), lots })
  expect(repaid.code).toBe('ok')
})

test('a restructuring is refused to who did not give the debt, for lots of another debt, and without a proper term', async () => {
  const [people, others] = [await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n])
  const foreign = await lendTo(network, others, [10_000n])
  const ask = async (who: typeof people, change: object) => {
    const proposal = { txid, lots: [`${txid}:1`], termBlocks: 300, parts: 1, ...change }
    return (await who.authority.browser.call('credit.restructure', proposal)).code
  }
  expect(await ask(others, {})).toBe('not-found')
  expect(await ask(people, { lots: [`${foreign}:1`] })).toBe('debt-not-found')
  expect(await ask(people, { termBlocks: 9 })).toBe('term-out-of-range')
  expect(await ask(people, { parts: 37 })).toBe('lots-out-of-range')
})
