import type { TestBrowser } from '@vc/api/testing'
import { callSteppedUp } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  DEBT_LAYER,
  encodeMember,
  genesisAllotment,
  genesisRecord,
  REWARD,
  ROLE_PRODUCER,
  STAKE,
  stakeScript,
  standardDebtScript,
  type Transaction,
  VALUE,
} from '@vc/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { accountOf, type JudgedChain, judgedChain, keysOf, signByWallet } from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import { type ScriptedNode, scriptedNode } from './scripted-node.ts'

const FEE = 100n
const [producer, ann, ben] = [keysOf('producer'), keysOf('ann'), keysOf('ben')]
/** Has value, and owes what is overdue from the first block on. */
const mei = keysOf('mei')
const producerKey = toHex(producer.key)
const parameters = { minStake: 1_000, stakeMaturity: 2, blockInterval: 1 }

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let holder: TestBrowser
let debtor: TestBrowser
let operator: Awaited<ReturnType<TestNetwork['enrolled']>>
let chain: JudgedChain

const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
const owes = (amount: bigint, expiryHeight: number, { hash } = ben) =>
  ({ element: 2, amount, script: standardDebtScript(hash, expiryHeight) }) as const

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  ;[holder, debtor] = [await accountOf(network, ann), await accountOf(network, ben)]
  operator = await network.enrolled('node-operator')
  const member = { certificateHash: new Uint8Array(32), stakeKey: producer.key, roles: ROLE_PRODUCER }
  const founding = [
    genesisRecord({
      ...{ table: 'member', key: utf8('node'), value: encodeMember(member), holderScript: producer.script },
    }),
    genesisAllotment(DEBT_LAYER, STAKE, [
      value(stakeScript(producer.key, new Uint8Array(32), producer.script), 30_000n),
    ]),
    sample([], [value(ann.script, 20_000n), value(ben.script, 3_000n), owes(900n, 90), owes(600n, 91)]),
    sample([], [value(mei.script, 20_000n), owes(500n, 1, mei)]),
  ]
  node = scriptedNode({ parameters, producer: producer.secret })
  node.mine(founding)
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  deps = {
    db,
    client: node.client,
    log,
    hooks: submissionHooks,
    operatingKey: ann.secret,
    dataDir: '/nowhere',
  }
  Object.assign(network.deps(), { client: node.client })
  chain = judgedChain({ network, node, deps, founding })
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 120_000)
afterAll(() => network?.stop())

/** A final block of what waits and of a reward; gives what the net lost. */
const nextBlock = (reward = 0n) => chain.nextBlock(rewardOf(reward))

function rewardOf(reward: bigint): readonly Transaction[] {
  const layer: Transaction['layer'] = DEBT_LAYER
  const paid = { outputs: [value(producer.script, reward)], layer, kind: REWARD }
  return reward > 0n ? [sample([], [], { ...paid, kind: REWARD, lockTime: node.height() + 1 })] : []
}

const sign = signByWallet

/** The only member, as the node tells it: with so much stake, seen by the last blocks, or away while another is there. */
const seatProducer = (stake: bigint, isOnline = true) => {
  const seat = { certificateHash: '00'.repeat(32), roles: 3, isSuspended: false }
  const seen = { lastBlock: 1, lastVote: 1 }
  node.seat([
    { ...seat, peer: toHex(utf8('node')), stakeKey: producerKey, stake: stake.toString(), ...seen },
    ...(isOnline ? [] : [{ ...seat, peer: '01', stakeKey: '0f'.repeat(32), stake: '50000' }]),
  ])
}

type Standing = {
  stakes: { name: string; amount: bigint; standing: string }[]
  accounts: { circulating: bigint; locked: bigint }[]
  counting: bigint
  allCounting: bigint
  received: { amount: bigint }[]
}
const standing = async (browser: TestBrowser) => (await browser.ask('staking.standing')).value as Standing
const register = (change: object = {}, by = holder) =>
  by.call('staking.register', {
    ...{ commandKey: crypto.randomUUID(), producerKey, amount: 10_000n, from: 'circulation', isWarned: true },
    ...change,
  })
const publish = (share: number) => callSteppedUp(operator.browser, operator.key, 'staking.publish', { share })

test('nobody entrusts to a producer who did not say what it keeps, too little, or unwarned', async () => {
  expect((await register()).code).toBe('terms-missing')
  expect((await register({ amount: 999n })).code).toBe('stake-too-small')
  expect((await register({ isWarned: false })).code).toBe('input-malformed')
  expect((await register({ producerKey: '0f'.repeat(32) })).code).toBe('producer-unknown')
  expect((await publish(1_000)).value).toMatchObject({ producerKey, fromHeight: 1 })
  expect((await publish(1_000)).value).toMatchObject({ fromHeight: 1 })
  expect((await register({ amount: 20_000n })).code).toBe('value-short')
})

test('the exact amount is put aside and registered by one signing, to the unit', async () => {
  const late = await accountOf(network, mei)
  expect((await register({}, late)).code).toBe('debtor-late')
  const { actId } = (await register()).value as { actId: string }
  expect(await sign(holder, actId, ann)).toMatchObject({ value: { status: 'submitted' } })
  expect(await nextBlock()).toBe(2n * FEE)
  const { stakes, accounts } = await standing(holder)
  expect(stakes).toMatchObject([{ amount: 10_000n, standing: 'maturing' }])
  expect(accounts).toMatchObject([{ circulating: 20_000n - 10_000n - 2n * FEE, locked: 0n }])
  await nextBlock()
  await nextBlock()
  expect(await standing(holder)).toMatchObject({ counting: 10_000n, allCounting: 40_000n })
})

type Desk = { after: number; to: number; rewards: bigint; rest: bigint; shares: { amount: bigint }[] }
const desk = async () => (await operator.browser.ask('staking.desk')).value as Desk

test('rewards since the stake counted are shared after the producer’s tenth, once for a range of blocks', async () => {
  await nextBlock(4_000n)
  await nextBlock(4_100n)
  const { after, to, rewards, rest, shares } = await desk()
  // A quarter of nine tenths of what the fee leaves; what rounding leaves is the producer's.
  expect({ after, rewards, shares }).toMatchObject({
    after: -1,
    rewards: 8_100n,
    shares: [{ amount: 1_800n }],
  })
  expect(rest + 1_800n + FEE).toBe(8_100n)
  const pay = (change: object = {}) =>
    callSteppedUp(operator.browser, operator.key, 'staking.pay', { producerKey, after, to, ...change })
  expect((await pay({ to: to + 1 })).code).toBe('statement-moved')
  expect((await pay({ producerKey: '0f'.repeat(32) })).code).toBe('not-a-producer')
  const [one, two] = [await pay(), await pay()]
  expect(one.code).toBe('ok')
  expect(two.value).toEqual(one.value)
  expect(await nextBlock()).toBe(FEE)
  expect(await standing(holder)).toMatchObject({
    received: [{ amount: 1_800n }],
    accounts: [{ locked: 1_800n }],
  })
  expect(await desk()).toMatchObject({ after: to, rewards: 0n, shares: [] })
  expect((await pay()).value).toEqual(one.value)
})

test('an owner ends a stake at once, but not the last that makes blocks', async () => {
  const { stakes } = await standing(holder)
  const names = stakes.map(({ name }) => name)
  const release = (browser: TestBrowser) =>
    browser.call('staking.release', { commandKey: crypto.randomUUID(), stakes: names })
  expect((await release(debtor)).code).toBe('stake-unknown')
  seatProducer(40_000n, false)
  expect((await release(holder)).code).toBe('stake-online-short')
  seatProducer(40_000n)
  const { actId } = (await release(holder)).value as { actId: string }
  // What is proposed is judged again when it is signed.
  seatProducer(19_000n)
  expect((await holder.ask('acts.begin', { actId })).code).toBe('stake-online-short')
  seatProducer(40_000n)
  await sign(holder, actId, ann)
  expect((await release(holder)).code).toBe('stake-under-way')
  expect(await nextBlock()).toBe(FEE)
  expect(await standing(holder)).toMatchObject({
    ...{ stakes: [], counting: 0n, allCounting: 30_000n },
    accounts: [{ locked: 1_800n + 10_000n - FEE }],
  })
  const maker = await accountOf(network, producer)
  const last = (await standing(maker)).stakes
  expect(last).toMatchObject([{ amount: 30_000n, standing: 'counts' }])
  const all = { commandKey: crypto.randomUUID(), stakes: last.map(({ name }) => name) }
  expect((await maker.call('staking.release', all)).code).toBe('stake-last')
  expect((await standing(maker)).stakes).toEqual(last)
})

type Offer = { id: string; state: string; price: bigint; actId: string | null; hasSigned: boolean }
const offers = async (browser: TestBrowser) =>
  ((await browser.ask('staking.offers')).value as { offers: Offer[] }).offers
const post = (browser: TestBrowser, give: object, rate = 9_000) =>
  browser.call('staking.post', { commandKey: crypto.randomUUID(), give, rate, days: 1 })
const idOf = (answer: Awaited<ReturnType<typeof post>>) => (answer.value as { offerId: string }).offerId

async function lots(): Promise<readonly string[]> {
  const rows = await network.database.db.select().from(schema.outputs)
  const open = rows.filter(
    (row) => row.keyHash === toHex(ben.hash) && row.element === 2 && row.spentHeight === null,
  )
  return open.sort((a, b) => (a.amount < b.amount ? 1 : -1)).map(({ txid, index }) => `${txid}:${index}`)
}

test('locked value leaves by an offer that a debtor takes: both legs in one bundle, or neither', async () => {
  expect((await post(holder, { side: 'locked', amount: 1_000n }, 10_000)).code).toBe('exchange-rate')
  expect((await post(holder, { side: 'locked', amount: 50_000n })).code).toBe('value-short')
  const offerId = idOf(await post(holder, { side: 'locked', amount: 1_000n }))
  const [large = ''] = await lots()
  const take = (browser: TestBrowser, names: readonly string[]) =>
    browser.call('staking.take', { offerId, lots: names })
  expect((await take(holder, [large])).code).toBe('own-offer')
  expect((await take(debtor, await lots())).code).toBe('offer-too-small')
  expect((await take(debtor, [`${'0f'.repeat(32)}:0`])).code).toBe('debt-not-found')
  const { actId } = (await take(debtor, [large])).value as { actId: string }
  expect((await take(debtor, [large])).value).toEqual({ actId })
  expect(await sign(debtor, actId, ben)).toMatchObject({ value: { status: 'open' } })
  expect(await nextBlock()).toBe(0n)
  expect(await offers(holder)).toMatchObject([{ state: 'taken', actId, hasSigned: false }])
  const before = (await standing(holder)).accounts[0]
  expect(await sign(holder, actId, ann)).toMatchObject({ value: { status: 'submitted' } })
  // 900 of value and 900 of debt go; the net loses the fees of the two legs alone.
  expect(await nextBlock()).toBe(2n * FEE)
  const after = (await standing(holder)).accounts[0]
  expect(must(after, 'an account').circulating - must(before, 'an account').circulating).toBe(810n)
  expect(must(before, 'an account').locked - must(after, 'an account').locked).toBe(900n + FEE)
  expect(await offers(debtor)).toMatchObject([{ state: 'final' }])
  expect((await take(debtor, await lots())).code).toBe('offer-closed')
})

test('a debtor’s offer is taken by whoever has locked value; what is spent elsewhere ends an offer for all to see', async () => {
  const [small = ''] = await lots()
  const offerId = idOf(await post(debtor, { side: 'debt', lots: [small] }, 5_000))
  const other = idOf(await post(debtor, { side: 'debt', lots: [small] }, 6_000))
  const strangers = await network.holder()
  expect((await strangers.browser.call('staking.take', { offerId })).code).toBe('no-account')
  expect((await holder.call('staking.withdraw', { offerId })).code).toBe('not-found')
  const { actId } = (await holder.call('staking.take', { offerId })).value as { actId: string }
  await sign(holder, actId, ann)
  await sign(debtor, actId, ben)
  expect(await nextBlock()).toBe(2n * FEE)
  const states = new Map((await offers(debtor)).map(({ id, state: one }) => [id, one]))
  expect([states.get(offerId), states.get(other)]).toEqual(['final', 'spent'])
  expect((await holder.call('staking.take', { offerId: other })).code).toBe('offer-closed')
})

test('an offer is taken back with the act that waits, and is past at its height', async () => {
  const offerId = idOf(await post(holder, { side: 'locked', amount: 1_000n }))
  expect((await holder.call('staking.withdraw', { offerId })).code).toBe('ok')
  expect((await holder.call('staking.withdraw', { offerId })).code).toBe('ok')
  const late = idOf(await post(holder, { side: 'locked', amount: 1_000n }))
  const { exchangeOffers } = schema
  await network.database.db.update(exchangeOffers).set({ closesAt: node.height() })
  const states = new Map((await offers(holder)).map(({ id, state: one }) => [id, one]))
  expect([states.get(offerId), states.get(late)]).toEqual(['withdrawn', 'expired'])
})

test('tables filled anew from the blocks are the same', async () => {
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
})
