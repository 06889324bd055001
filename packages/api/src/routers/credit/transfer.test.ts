import { randomUUID } from 'node:crypto'
import { fromHex, sha256, toHex } from '@vc/crypto'
import { schema, tellMovedCredit } from '@vc/db'
import { and, eq, isNull } from 'drizzle-orm'
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

type People = Awaited<ReturnType<typeof village>>
type Seen = { state: string; signed: object | null; hasMoved: boolean; standing: { score: number } | null }[]

const wish = (txid: string, next: People, change: object = {}) => ({
  ...{ commandKey: randomUUID(), txid, lots: [`${txid}:1`, `${txid}:2`], to: toHex(next.debtKeyHash) },
  ...{ grounds: 'The farm goes to the younger sister', ...change },
})
const ask = ({ holder }: People, asked: object) => holder.browser.call('credit.askTransfer', asked)
async function asked(people: People, next: People, txid: string): Promise<string> {
  return ((await ask(people, wish(txid, next))).value as { transferId: string }).transferId
}
const approve = ({ authority }: People, transferId: string) =>
  authority.browser.call('credit.approveTransfer', { transferId })
const seenBy = async (browser: TestBrowser, txid: string) =>
  ((await browser.ask('credit.case', { txid })).value as { transfers: Seen }).transfers

test('creditor, debtor and next debtor sign one transaction: each lot keeps its due height, the fee is owed with the first', async () => {
  const [people, next] = [await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const transferId = await asked(people, next, txid)
  expect(await seenBy(people.holder.browser, txid)).toMatchObject([{ state: 'asked', standing: null }])
  expect((await seenBy(people.authority.browser, txid))[0]?.standing?.score).toBeGreaterThan(0)
  const { actId } = (await approve(people, transferId)).value as { actId: string }
  expect((await approve(people, transferId)).value).toEqual({ actId })
  const { tx } = read(await begin(people.authority.browser, actId))
  expect([tx.layer, tx.inputs.length]).toEqual([2, 3])
  expect(tx.outputs.map(({ element, amount }) => [element, amount])).toEqual([
    [2, 10_100n],
    [2, 20_000n],
  ])
  expect(await signAsDebtor(next.holder.browser, actId, next.debtSecret)).toMatchObject({
    value: { status: 'open' },
  })
  expect(await seenBy(people.holder.browser, txid)).toMatchObject([
    { state: 'open', signed: { creditor: false, debtor: false, next: true } },
  ])
  await signAsAuthority(people.authority.browser, actId, people.actKey)
  expect(await signAsDebtor(people.holder.browser, actId, people.debtSecret)).toMatchObject({
    value: { status: 'submitted' },
  })
  expect(await seenBy(people.holder.browser, txid)).toMatchObject([{ state: 'queued' }])
  expect((await approve(people, transferId)).code).toBe('transfer-closed')
})

test('nothing moves by one side alone: a wish names an active account, is the debtor’s own, and the creditor’s to approve', async () => {
  const [people, next] = [await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const code = async (who: People, change: object) => (await ask(who, wish(txid, next, change))).code
  expect(await code(people, { to: 'nobody' })).toBe('payee-unknown')
  expect(await code(people, { to: '0f'.repeat(20) })).toBe('account-missing')
  expect(await code(people, { to: toHex(people.debtKeyHash) })).toBe('transfer-to-self')
  expect(await code(people, { lots: [`${'00'.repeat(32)}:1`] })).toBe('debt-not-found')
  expect(await code(next, {})).toBe('not-found')
  const transferId = await asked(people, next, txid)
  expect((await approve(next, transferId)).code).toBe('not-found')
  const decline = { transferId, reason: 'The sister has no income' }
  expect((await next.authority.browser.call('credit.declineTransfer', decline)).code).toBe('not-found')
  expect((await next.holder.browser.call('credit.withdrawTransfer', { transferId })).code).toBe('not-found')
  expect((await people.authority.browser.call('credit.declineTransfer', decline)).code).toBe('ok')
  expect((await approve(people, transferId)).code).toBe('transfer-closed')
})

test('what is late is not moved, and neither is a debt to who is late', async () => {
  const [people, next] = [await village(network), await village(network)]
  const late = await lendTo(network, people, [10_000n, 20_000n], 5)
  expect((await ask(people, wish(late, next))).code).toBe('debt-overdue')
  const good = await lendTo(network, next, [10_000n, 20_000n])
  const transferId = await asked(next, people, good)
  expect((await approve(next, transferId)).code).toBe('debt-overdue')
})

test('a wish that is taken back takes its draft with it', async () => {
  const [people, next] = [await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const transferId = await asked(people, next, txid)
  const { actId } = (await approve(people, transferId)).value as { actId: string }
  expect((await people.holder.browser.call('credit.withdrawTransfer', { transferId })).code).toBe('ok')
  expect((await signAsDebtor(next.holder.browser, actId, next.debtSecret)).code).toBe('act-closed')
  expect(await seenBy(people.holder.browser, txid)).toMatchObject([{ state: 'withdrawn' }])
})

/** The agent's management credit lies in another output of the agent's from now on; of nothing, it has none. */
async function moveCredit({ agentHash }: People, to: { readonly amount: bigint } | null): Promise<void> {
  const { db } = network.database
  const { outputs } = schema
  const mine = and(eq(outputs.keyHash, toHex(agentHash)), isNull(outputs.spentHeight), eq(outputs.layer, 0))
  const [old] = await db.update(outputs).set({ spentHeight: 10 }).where(mine).returning()
  if (old && to)
    await db
      .insert(outputs)
      .values({ ...old, ...to, txid: toHex(sha256(fromHex(old.txid))), spentHeight: null })
}
/** What the worker does at every final block. */
const settle = () =>
  network.database.db.transaction((tx) =>
    tellMovedCredit(tx, { upTo: 10 }, new Date(network.clock().nowMs())),
  )
type Told = { id: string; kind: string; about: string; height: number }
const toldOf = async (browser: TestBrowser) => (await browser.ask('standing.notices')).value as Told[]
const waitingOf = async (browser: TestBrowser) =>
  ((await browser.ask('acts.waiting')).value as { actId: string }[]).map(({ actId }) => actId)
const ready = (browser: TestBrowser, actId: string) => browser.call('credit.readyTransfer', { actId })

test('when the creditor’s credit moves between the signatures the debtor’s word stands, and the others sign anew', async () => {
  const [people, next, stranger] = [await village(network), await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const { actId } = (await approve(people, await asked(people, next, txid))).value as { actId: string }
  await signAsAuthority(people.authority.browser, actId, people.actKey)
  await signAsDebtor(people.holder.browser, actId, people.debtSecret)
  const before = await begin(next.holder.browser, actId)
  expect((await ready(next.holder.browser, actId)).code).toBe('ok')
  expect((await begin(next.holder.browser, actId)).transactions).toEqual(before.transactions)
  await moveCredit(people, { amount: 1_000_000n })
  const standing = { creditor: false, debtor: true, next: false }
  const seen = () => seenBy(people.holder.browser, txid)
  expect(await seen()).toMatchObject([{ state: 'open', signed: standing, hasMoved: true }])
  expect((await ready(stranger.holder.browser, actId)).code).toBe('not-found')
  expect((await ready(stranger.authority.browser, actId)).code).toBe('not-found')
  expect((await ready(next.holder.browser, actId)).code).toBe('ok')
  expect(await seen()).toMatchObject([{ state: 'open', signed: standing, hasMoved: false }])
  const after = read(await begin(next.holder.browser, actId))
  expect(after.tx.inputs[0]).not.toEqual(read(before).tx.inputs[0])
  expect([after.tx.inputs.slice(1), after.tx.outputs]).toEqual([
    read(before).tx.inputs.slice(1),
    read(before).tx.outputs,
  ])
  await signAsDebtor(next.holder.browser, actId, next.debtSecret)
  expect(await signAsAuthority(people.authority.browser, actId, people.actKey)).toMatchObject({
    value: { status: 'submitted' },
  })
  expect((await ready(next.holder.browser, actId)).code).toBe('act-closed')
})

test('while the creditor has no credit for it a transfer waits; what the ledger refused is signed again, or ends', async () => {
  const [people, next] = [await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const transferId = await asked(people, next, txid)
  const { actId } = (await approve(people, transferId)).value as { actId: string }
  await moveCredit(people, { amount: 100n })
  expect((await ready(next.holder.browser, actId)).code).toBe('credit-moved')
  expect((await ready(people.authority.browser, actId)).code).toBe('management-credit-short')
  await moveCredit(people, { amount: 40_000n })
  expect((await ready(next.holder.browser, actId)).code).toBe('ok')
  const signAll = async () => {
    await signAsDebtor(people.holder.browser, actId, people.debtSecret)
    await signAsDebtor(next.holder.browser, actId, next.debtSecret)
    return signAsAuthority(people.authority.browser, actId, people.actKey)
  }
  expect(await signAll()).toMatchObject({ value: { status: 'submitted' } })
  const refuse = () => network.database.db.update(schema.submissions).set({ state: 'refused' })
  await refuse()
  expect(await seenBy(people.holder.browser, txid)).toMatchObject([{ state: 'refused' }])
  expect((await approve(people, transferId)).value).toEqual({ actId })
  const waits = { creditor: false, debtor: true, next: true }
  expect(await seenBy(people.holder.browser, txid)).toMatchObject([{ state: 'open', signed: waits }])
  expect(await signAsAuthority(people.authority.browser, actId, people.actKey)).toMatchObject({
    value: { status: 'submitted' },
  })
  await refuse()
  expect((await people.holder.browser.call('credit.withdrawTransfer', { transferId })).code).toBe('ok')
  expect(await seenBy(people.holder.browser, txid)).toMatchObject([{ state: 'withdrawn' }])
  expect((await ready(people.authority.browser, actId)).code).toBe('act-closed')
})

test('when the credit moves creditor and next debtor are told once, and the act waits for them anew; nobody is told of what has not moved', async () => {
  const [people, next] = [await village(network), await village(network)]
  const txid = await lendTo(network, people, [10_000n, 20_000n])
  const { actId } = (await approve(people, await asked(people, next, txid))).value as { actId: string }
  await signAsAuthority(people.authority.browser, actId, people.actKey)
  await signAsDebtor(people.holder.browser, actId, people.debtSecret)
  const [creditor, debtor, other] = [people.authority.browser, people.holder.browser, next.holder.browser]
  await settle()
  expect([await toldOf(creditor), await toldOf(debtor), await toldOf(other)]).toEqual([[], [], []])
  expect([await waitingOf(creditor), await waitingOf(other)]).toEqual([[], [actId]])
  const moved = async () => {
    const [old] =
      (await network.database.db.select().from(schema.acts).where(eq(schema.acts.id, actId)))[0]?.outpoints ??
      []
    await moveCredit(people, { amount: 1_000_000n })
    return { kind: 'credit-moved', about: `${actId}/${old}`, height: 10 }
  }
  const first = await moved()
  for (const _ of [1, 2]) await settle()
  expect([await toldOf(creditor), await toldOf(other)]).toMatchObject([[first], [first]])
  expect([await toldOf(debtor), await waitingOf(debtor)]).toEqual([[], []])
  expect([await waitingOf(creditor), await waitingOf(other)]).toEqual([[actId], [actId]])
  // Who is told needs no office to say that it has seen it, and says it for the own organisation alone.
  const [notice] = await toldOf(other)
  expect((await debtor.call('standing.seen', { noticeId: notice?.id })).code).toBe('not-found')
  expect((await other.call('standing.seen', { noticeId: notice?.id })).code).toBe('ok')
  expect((await ready(creditor, actId)).code).toBe('ok')
  await settle()
  expect([(await toldOf(creditor)).length, (await toldOf(other)).length]).toEqual([1, 1])
  network.clock().advance(1_000)
  // The next move is told although somebody opens it before its block is final.
  const second = await moved()
  expect((await ready(other, actId)).code).toBe('ok')
  await settle()
  expect(await toldOf(creditor)).toMatchObject([second, first])
  expect(await toldOf(other)).toMatchObject([second, first])
})
