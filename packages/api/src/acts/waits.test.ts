import { randomUUID } from 'node:crypto'
import type { NodeClient } from '@vc/client'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  anotherDay,
  approveFor,
  signAsAuthority,
  signAsDebtor,
  village,
} from '../routers/credit/testing-village.ts'
import type { TestBrowser } from '../testing.ts'
import { startTestNetwork, type TestNetwork } from '../testing-network.ts'
import { waitOf } from './waits.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(() => anotherDay(network))

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
  expect(await waits(browser, actId)).toBe('queued')
  const heard = { lastError: 'Error: credit-over-room' }
  await db
    .update(outbox)
    .set(heard)
    .where(eq(outbox.key, `submit-${submissionId}`))
  expect(await waits(browser, actId)).toBe('room')
  await move('submitted')
  expect(await waits(browser, actId)).toBe('node-silent')
  await move('in-block')
  expect(await waits(browser, actId)).toBe('in-block')
  await db.update(acts).set({ status: 'final' }).where(eq(acts.id, actId))
  expect(await waits(browser, actId)).toBeNull()
})

test('credit that was handed in waits for what bounds it, and for nothing but a block when it fits', () => {
  const handedIn = { state: 'submitted', lastError: null }
  const next = { height: 90, time: 1_800_000_900 }
  const forBlock = { why: 'next-block', next: null }
  const bounds = ['switch', 'notice', 'stop', 'speed', 'reserve', 'mean-age'] as const
  for (const bound of bounds) {
    expect(waitOf(handedIn, { fits: false, most: 29_999n, bound, next })).toEqual({ why: bound, next })
    expect(waitOf(handedIn, { fits: true, most: 30_000n, bound, next })).toEqual(forBlock)
  }
  expect(waitOf(handedIn, { fits: true, most: null, bound: null, next })).toEqual(forBlock)
  expect(waitOf(handedIn, undefined)).toEqual(forBlock)
})

test('of two grants that wait for a window the later is told the one that the earlier leaves free', async () => {
  const { db } = network.database
  const { submissions } = schema
  await db.update(submissions).set({ state: 'final' })
  const [first, second] = [await signedGrant(), await signedGrant()]
  for (const [at, { submissionId }] of [first, second].entries())
    await db
      .update(submissions)
      .set({ state: 'submitted', createdAt: new Date(at) })
      .where(eq(submissions.id, submissionId))
  const before = network.deps().client
  const asked: (readonly bigint[])[] = []
  const creditWindows: NodeClient['creditWindows'] = async (amounts) => {
    asked.push(amounts)
    return amounts.map((_, i) => {
      const next = { height: 50 + 10 * i, time: 9 }
      return { fits: false, most: 0n, bound: 'speed', next }
    })
  }
  Object.assign(network.deps(), { client: { ...before, creditWindows } })
  const told = async ({ browser, actId }: typeof first) =>
    ((await browser.ask('acts.list')).value as { actId: string; window: unknown }[]).find(
      (act) => act.actId === actId,
    )?.window
  expect([await told(first), await told(second)]).toEqual([
    { height: 50, time: 9 },
    { height: 60, time: 9 },
  ])
  expect(asked).toEqual([
    [30_000n, 30_000n],
    [30_000n, 30_000n],
  ])
  Object.assign(network.deps(), { client: before })
})
