import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import { lendTo } from './testing-loan.ts'
import { anotherDay, village } from './testing-village.ts'

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

test('an entry of the file is neither changed nor taken out', async () => {
  const people = await village(network)
  const txid = await lendTo(network, people, [10_000n])
  await people.authority.browser.call('credit.note', note(txid))
  const { db } = network.database
  await expect(db.update(schema.creditNotes).set({ text: 'Nothing' })).rejects.toThrow()
  await expect(db.delete(schema.creditNotes)).rejects.toThrow()
})
