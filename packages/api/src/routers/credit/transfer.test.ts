import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
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
type Seen = { state: string; signed: object | null; standing: { score: number } | null }[]

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
