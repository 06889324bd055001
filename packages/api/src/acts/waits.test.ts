import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CreditStanding, creditStandingAnswer, openClient } from '@vc/client'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  anotherDay,
  approveFor,
  signAsAuthority,
  signAsDebtor,
  village,
} from '../routers/credit/testing-village.ts'
import { type TestBrowser, testBrowser } from '../testing.ts'
import { startTestNetwork, type TestNetwork } from '../testing-network.ts'

let network: TestNetwork
let server: Server | undefined
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(() => anotherDay(network))
afterEach(() => server?.close())

const open = { speed: null, stop: null, reserveShare: null, meanAge: null, isStopped: false }
const ground = { circulating: 0n, unused: 0n, entered: 0n, meanAge: 0 }

/** A node that says this of its credit policy, and nothing else. */
async function nodeOf(allowance: Pick<CreditStanding, 'most' | 'bound'>) {
  server?.close()
  const result = creditStandingAnswer.encode({ policy: open, ground, halts: [], ...allowance })
  server = createServer((_, response) => response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result })))
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  return openClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

/** A credit of 30,000 that both have signed. */
async function signedGrant() {
  const people = await village(network)
  const { holder, authority, actKey, debtSecret, accountId } = people
  const asked = {
    ...{ commandKey: randomUUID(), accountId: toHex(accountId), amount: 30_000n, termBlocks: 300, lots: 1 },
    ...{ purpose: 'Seed for forty hectares', guarantee: 'Two members of the co-op answer for it' },
  }
  const { value } = await holder.browser.call('credit.submit', asked)
  const { applicationId } = value as { applicationId: string }
  const { actId } = (await approveFor(authority, applicationId)).value as { actId: string }
  await signAsDebtor(holder.browser, actId, debtSecret)
  const done = await signAsAuthority(authority.browser, actId, actKey)
  return { actId, browser: authority.browser, ...(done.value as { submissionId: string }) }
}

async function waits(browser: TestBrowser, actId: string) {
  const rows = (await browser.ask('acts.list')).value as { actId: string; waits: string | null }[]
  return rows.find((act) => act.actId === actId)?.waits
}

test('an act that all have signed says what it waits for on its way to the ledger', async () => {
  const { actId, browser, submissionId } = await signedGrant()
  const { db } = network.database
  const { acts, outbox, submissions } = schema
  const move = (state: 'submitted' | 'in-block') =>
    db.update(submissions).set({ state }).where(eq(submissions.id, submissionId))
  const asSeenBy = async (allowance: Pick<CreditStanding, 'most' | 'bound'>) => {
    const seeing = testBrowser({ ...network.deps(), client: await nodeOf(allowance) })
    seeing.setCookie(browser.cookie())
    return waits(seeing, actId)
  }
  expect(await waits(browser, actId)).toBe('queued')
  const heard = { lastError: 'Error: credit-over-room' }
  await db
    .update(outbox)
    .set(heard)
    .where(eq(outbox.key, `submit-${submissionId}`))
  expect(await waits(browser, actId)).toBe('room')
  await move('submitted')
  expect(await waits(browser, actId)).toBe('node-silent')
  expect(await asSeenBy({ most: 0n, bound: 'notice' })).toBe('notice')
  expect(await asSeenBy({ most: 29_999n, bound: 'speed' })).toBe('speed')
  expect(await asSeenBy({ most: 30_000n, bound: 'speed' })).toBe('next-block')
  expect(await asSeenBy({ most: null, bound: null })).toBe('next-block')
  await move('in-block')
  expect(await waits(browser, actId)).toBe('in-block')
  await db.update(acts).set({ status: 'final' }).where(eq(acts.id, actId))
  expect(await waits(browser, actId)).toBeNull()
})
