import type { TestBrowser } from '@vc/api/testing'
import { callSteppedUp } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, hash160, nobleChecks, schnorrPublicKey, sha256, signSchnorr, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { must } from '@vc/kernel'
import {
  applyGenesisTransaction,
  applyTransaction,
  DEBT_LAYER,
  defaultConfiguration,
  encodeMember,
  genesisAllotment,
  genesisRecord,
  judgeBundle,
  judgeTransaction,
  keyHashScript,
  memoryState,
  Overlay,
  REWARD,
  ROLE_PRODUCER,
  STAKE,
  stakeScript,
  standardDebtScript,
  type Transaction,
  totals,
  VALUE,
  viewOf,
} from '@vc/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { sample } from './sample-transactions.ts'
import { type ScriptedNode, scriptedNode } from './scripted-node.ts'
import { drain, readTransaction } from './worker-kit.ts'

const FEE = 100n
const keysOf = (name: string) => {
  const secret = sha256(utf8(name))
  const key = schnorrPublicKey(secret)
  return { secret, key, hash: hash160(key), script: keyHashScript(hash160(key)) }
}
const [producer, ann, ben] = [keysOf('producer'), keysOf('ann'), keysOf('ben')]
const producerKey = toHex(producer.key)
const parameters = { minStake: 1_000, stakeMaturity: 2, blockInterval: 1 }

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let holder: TestBrowser
let debtor: TestBrowser
let operator: Awaited<ReturnType<TestNetwork['enrolled']>>
const state = new Overlay(memoryState())

const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
const owes = (amount: bigint, expiryHeight: number) =>
  ({ element: 2, amount, script: standardDebtScript(ben.hash, expiryHeight) }) as const

/** Somebody with an account whose key the test has. */
async function account(keys: ReturnType<typeof keysOf>): Promise<TestBrowser> {
  const person = await network.enrolled('holder')
  const { personId, organisationId, browser } = person
  await network.database.db.insert(sealedSeeds).values({
    ...{ personId, organisationId, credentialId: person.key.id },
    ...{ ciphertext: new Uint8Array(48), salt: new Uint8Array(32) },
    ...{ accountId: keys.hash, debtKeyHash: keys.hash, createdAt: new Date() },
  })
  return browser
}

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  ;[holder, debtor] = [await account(ann), await account(ben)]
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
  ]
  for (const tx of founding) applyGenesisTransaction(state, tx)
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
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 120_000)
afterAll(() => network?.stop())

/** Value less debt of the whole ledger: only fees leave it, and only rewards come. */
const net = () =>
  totals(state).reduce((sum, one, i) => sum + (i % 3 === 0 ? one : i % 3 === 2 ? -one : 0n), 0n)

/** A final block of what waits and of a reward; whatever is in it is judged as a node would. Gives what the net lost. */
async function nextBlock(reward = 0n): Promise<bigint> {
  await drain(deps)
  const height = node.height() + 1
  const before = net()
  const place = { network: network.deps().env.network, configuration: defaultConfiguration, height }
  for (const legs of node.submitted.splice(0).map((list) => list.map(readTransaction))) {
    const view = viewOf(state, { height })
    const [only] = legs
    const judge = { ...place, checks: nobleChecks }
    const judged =
      legs.length === 1 && only ? judgeTransaction(only, view, judge) : judgeBundle(legs, view, judge)
    expect(judged).toMatchObject({ ok: true })
    for (const leg of legs) applyTransaction(state, leg, height)
  }
  const lost = before - net()
  const layer: Transaction['layer'] = DEBT_LAYER
  const paid = { outputs: [value(producer.script, reward)], layer, kind: REWARD, lockTime: height } as const
  const rewards = reward > 0n ? [sample([], [], paid)] : []
  for (const tx of rewards) applyTransaction(state, tx, height)
  node.mine([...rewards, ...node.waiting()])
  node.finalise(height)
  await followChain(deps)
  await drain(deps)
  return lost
}

async function sign(browser: TestBrowser, actId: string, { secret, key }: ReturnType<typeof keysOf>) {
  type Part = {
    transaction: number
    part: string
    index: number
    key: string
    sighash: string
    mine: boolean
  }
  const begun = (await browser.ask('acts.begin', { actId })).value as { required: Part[] }
  const signatures = begun.required
    .filter(({ mine }) => mine)
    .map(({ transaction, part, index, key: asked, sighash }) => ({
      ...{ transaction, part, index, key: asked },
      by: { schnorr: toHex(signSchnorr(fromHex(sighash), secret)), publicKey: toHex(key) },
    }))
  return browser.call('acts.finish', { actId, signatures })
}

type Standing = {
  stakes: { name: string; amount: bigint; standing: string }[]
  accounts: { circulating: bigint; locked: bigint }[]
  counting: bigint
  allCounting: bigint
  received: { amount: bigint }[]
}
const standing = async (browser: TestBrowser) => (await browser.ask('staking.standing')).value as Standing
const register = (change: object = {}) =>
  holder.call('staking.register', {
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
  const { actId } = (await release(holder)).value as { actId: string }
  await sign(holder, actId, ann)
  expect((await release(holder)).code).toBe('stake-under-way')
  expect(await nextBlock()).toBe(FEE)
  expect(await standing(holder)).toMatchObject({
    ...{ stakes: [], counting: 0n, allCounting: 30_000n },
    accounts: [{ locked: 1_800n + 10_000n - FEE }],
  })
})

type Offer = { id: string; state: string; price: bigint; actId: string | null; hasSigned: boolean }
const offers = async (browser: TestBrowser) =>
  ((await browser.ask('staking.offers')).value as { offers: Offer[] }).offers
const post = (browser: TestBrowser, give: object, rate = 9_000) =>
  browser.call('staking.post', { commandKey: crypto.randomUUID(), give, rate, days: 1 })
const idOf = (answer: Awaited<ReturnType<typeof post>>) => (answer.value as { offerId: string }).offerId

async function lots(): Promise<readonly string[]> {
  const rows = await network.database.db.select().from(schema.outputs)
  const open = rows.filter(({ element, spentHeight }) => element === 2 && spentHeight === null)
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
