import { GRANT_COST, PLEDGE_MARK } from '@vc/admission'
import { callSteppedUp, type TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, signSchnorr, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { auditLog } from '@vc/db/identity'
import { armFailpoints, must } from '@vc/kernel'
import { DEBT, putAcceptance, standardDebtScript, type Transaction, VALUE } from '@vc/ledger'
import { FUNDING_FEE, SURETY_MARK } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { creditDeskOf } from './credit-desk.ts'
import {
  accountOf,
  foundedChain,
  giveAccount,
  type JudgedChain,
  type Keys,
  keysOf,
  signByWallet,
} from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import type { ScriptedNode } from './scripted-node.ts'
import { booksOf, unionOf } from './union-kit.ts'
import {
  type Begun,
  drain,
  enrolledBy,
  readTransaction,
  type SigningPerson,
  signAct,
  signingPerson,
} from './worker-kit.ts'

const FEE = 100n
const [operator, ann, ben, mei] = ['operator', 'ann', 'ben', 'mei'].map(keysOf) as [Keys, Keys, Keys, Keys]
const [seeds, machines, tools, farm] = ['seeds', 'machines', 'tools', 'farm'].map(keysOf) as [
  Keys,
  Keys,
  Keys,
  Keys,
]

/** Three farms as one: two of them decide. */
const union = unionOf([farm, keysOf('lin'), keysOf('zhou')], 2)
const UNION_HOLDS = 5_000n

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let chain: JudgedChain
let officer: SigningPerson
let authority: SigningPerson
/** Who signs for each supplier. */
let suppliers: readonly SigningPerson[]
let supporters: ReadonlyMap<Keys, TestBrowser>

const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
const owes = ({ hash }: Keys, amount: bigint, expiryHeight: number) =>
  ({ element: 2, amount, script: standardDebtScript(hash, expiryHeight) }) as const

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  // What open acts hold is judged by the database's own clock.
  network.clock().advance(Date.now() - network.clock().nowMs())
  const person = async (role: 'holder' | 'authority') =>
    signingPerson(network, (await network.found(role)).organisationId, role)
  officer = await person('holder')
  await giveAccount(network, officer, 'farm', farm.hash)
  authority = await person('authority')
  suppliers = await Promise.all(
    [seeds, machines].map(async ({ hash }) => {
      const supplier = await person('holder')
      await giveAccount(network, supplier, toHex(hash), hash)
      return supplier
    }),
  )
  const people = [ann, ben, mei]
  supporters = new Map(
    await Promise.all(people.map(async (one) => [one, await accountOf(network, one)] as const)),
  )
  const founding = [
    sample(
      [],
      [
        ...[value(operator.script, 80_000n), value(ann.script, 220_000n), value(ben.script, 490_000n)],
        ...[value(mei.script, 20_000n), owes(mei, 500n, 33), value(union.script, UNION_HOLDS)],
      ],
    ),
    ...creditDeskOf(fromHex(authority.actKey), [farm.hash], network.deps().env.configuration),
  ]
  ;({ node, deps, chain } = await foundedChain(network, founding, operator.secret))
}, 120_000)
afterAll(() => network?.stop())
afterEach(() => armFailpoints(undefined))

const browserOf = (keys: Keys) => must(supporters.get(keys), 'a supporter')
const agreed = { goods: 'Seed rice, 2 t', due: '2026-12-01' }
const contracts = [
  { name: '丰年种业', account: toHex(seeds.hash), amount: 40_000n, reference: 'S-2026-7', ...agreed },
  { name: 'Machine ring', account: toHex(machines.hash), amount: 19_000n, reference: 'M-3', ...agreed },
]
const NEED = 40_000n + 19_000n + FUNDING_FEE

type Order = {
  id: string
  state: string
  need: bigint
  pledged: bigint
  standing: bigint
  actId: string | null
  fundingTxid: string | null
}
type Delivery = { actId: string; buyerSigned: boolean; coopSigned: boolean }
type Pledge = {
  txid: string
  amount: bigint
  state: string
  isMine: boolean
  spentBy: string | null
  delivery: Delivery | null
}
type Credit = {
  cost: bigint
  brings: bigint
  given: { txid: string; left: bigint } | null
  application: { stage: string } | null
}
type Shown = { order: Order; pledges: Pledge[]; credit: Credit | null }
const show = async (orderId: string, browser = browserOf(ann)) =>
  (await browser.ask('coop.show', { orderId })).value as Shown
const stateOf = async (orderId: string) => (await show(orderId)).order.state

const publish = (deadline: number, change: object = {}) =>
  officer.browser.call('coop.publish', {
    ...{ commandKey: crypto.randomUUID(), title: 'Rice for the school kitchens', buyer: 'School kitchens' },
    ...{ contracts, deadline, ...change },
  })

/** An order that stands on the ledger, open for so many blocks. */
async function opened(
  blocks: number,
  change: object = {},
  agreeing = suppliers,
): Promise<{ orderId: string; deadline: number }> {
  const deadline = node.height() + 2 + blocks
  const { orderId } = (await publish(deadline, change)).value as { orderId: string }
  for (const { browser } of agreeing) expect((await browser.call('coop.agree', { orderId })).code).toBe('ok')
  await chain.nextBlock()
  for (const signer of [officer, ...agreeing]) {
    const { order } = await show(orderId, signer.browser)
    expect(order.state).toBe('to-sign')
    expect(await signAct(signer, must(order.actId ?? undefined, 'a draft'))).toMatchObject({ code: 'ok' })
  }
  await chain.nextBlock()
  expect(await stateOf(orderId)).toBe('open')
  return { orderId, deadline }
}

const draft = (keys: Keys, orderId: string, amount: bigint) =>
  browserOf(keys).call('coop.pledge', { commandKey: crypto.randomUUID(), orderId, amount })
async function pledge(keys: Keys, orderId: string, amount: bigint) {
  const { code, value: drafted } = await draft(keys, orderId, amount)
  expect(code).toBe('ok')
  const { actId } = drafted as { actId: string }
  expect(await signByWallet(browserOf(keys), actId, keys)).toMatchObject({ value: { status: 'submitted' } })
}

/** What lies under a key in circulation by the ledger's state, not by the tables. */
async function held({ hash }: Keys): Promise<bigint> {
  const rows = await network.database.db
    .select()
    .from(schema.outputs)
    .where(eq(schema.outputs.keyHash, toHex(hash)))
  return rows
    .filter(({ spentHeight, element }) => spentHeight === null && element === VALUE)
    .reduce((sum, { amount }) => sum + amount, 0n)
}

test('an order is published by an officer’s hardware key, and refused without supplier, time or room', async () => {
  const height = node.height()
  expect((await publish(height + 9)).code).toBe('order-deadline')
  const [first] = contracts
  expect((await publish(height + 50, { contracts: [{ ...first, account: 'nobody' }] })).code).toBe(
    'payee-unknown',
  )
  expect(
    (
      await browserOf(ann).call('coop.publish', {
        ...{ commandKey: crypto.randomUUID(), title: 'T', buyer: 'B', contracts, deadline: height + 50 },
      })
    ).code,
  ).toBe('order-key-missing')
  const [nobody] = [toHex(keysOf('nobody').hash)]
  expect((await publish(height + 50, { contracts: [{ ...first, account: nobody }] })).code).toBe(
    'supplier-unknown',
  )
  expect((await publish(height + 50, { price: NEED - 1n })).code).toBe('order-price-short')
  const { orderId } = (await publish(height + 50)).value as { orderId: string }
  expect((await draft(ann, orderId, 5_000n)).code).toBe('order-closed')
  expect((await browserOf(ann).ask('coop.show', { orderId })).code).toBe('not-found')
  expect((await browserOf(ann).call('coop.withdraw', { orderId })).code).toBe('not-found')
  expect((await officer.browser.call('coop.withdraw', { orderId })).code).toBe('ok')
  expect((await show(orderId, officer.browser)).order.state).toBe('withdrawn')
})

test('an order opens only when every supplier’s own key has signed its contracts, and a supplier may say no', async () => {
  const [seed, ring] = suppliers as [SigningPerson, SigningPerson]
  const prepare = async () => ((await publish(node.height() + 50)).value as { orderId: string }).orderId
  const orderId = await prepare()
  const stands = async ({ browser }: SigningPerson) => (await show(orderId, browser)).order.state
  await chain.nextBlock()
  expect(await stands(seed)).toBe('agreeing')
  expect((await browserOf(ann).call('coop.agree', { orderId })).code).toBe('not-found')
  expect((await officer.browser.call('coop.agree', { orderId })).code).toBe('not-found')
  expect((await seed.browser.call('coop.agree', { orderId })).code).toBe('ok')
  await chain.nextBlock()
  // One of two has not agreed: there is nothing yet that anybody could sign.
  expect((await show(orderId, officer.browser)).order).toMatchObject({ state: 'agreeing', actId: null })
  expect((await ring.browser.call('coop.agree', { orderId })).code).toBe('ok')
  await chain.nextBlock()
  const { actId } = (await show(orderId, ring.browser)).order
  expect(await signAct(ring, must(actId ?? undefined, 'a draft'))).toMatchObject({
    value: { status: 'open' },
  })
  await chain.nextBlock()
  expect(await stands(ring)).toBe('to-sign')
  expect((await draft(ann, orderId, 5_000n)).code).toBe('order-closed')
  expect((await ring.browser.call('coop.withdraw', { orderId })).code).toBe('ok')
  expect(await stands(officer)).toBe('withdrawn')
  expect((await seed.browser.call('coop.agree', { orderId: await prepare() })).code).toBe('ok')
})

test('supporters pledge until the need is met, and one transaction pays every contract to the unit', async () => {
  const { orderId } = await opened(40)
  const before = { ann: await held(ann), ben: await held(ben) }
  expect((await draft(ann, orderId, NEED + 1n)).code).toBe('pledge-over-need')
  expect((await draft(ann, orderId, 149n)).code).toBe('pledge-too-small')
  await pledge(ann, orderId, 35_000n)
  expect(await chain.nextBlock()).toBe(FEE)
  expect((await draft(ben, orderId, 25_001n)).code).toBe('pledge-over-need')
  expect((await show(orderId)).order).toMatchObject({ state: 'open', pledged: 35_000n, standing: 35_000n })
  expect(await held(ann)).toBe(before.ann - 35_000n - FEE)
  await pledge(ben, orderId, 25_000n)
  // The block that makes the pledge final has the contracts paid by the next one.
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await stateOf(orderId)).toBe('paying')
  expect(await chain.nextBlock()).toBe(FUNDING_FEE)
  const { order, pledges } = await show(orderId)
  expect(order).toMatchObject({ state: 'paid-final' })
  const paid = { state: 'paid', spentBy: order.fundingTxid }
  expect(pledges.sort((a, b) => Number(b.amount - a.amount))).toMatchObject([
    { amount: 35_000n, isMine: true, ...paid },
    { amount: 25_000n, isMine: false, ...paid },
  ])
  expect([await held(seeds), await held(machines)]).toEqual([40_000n, 19_000n])
  expect(await held(ben)).toBe(before.ben - 25_000n - FEE)
  expect((await draft(ben, orderId, 5_000n)).code).toBe('order-closed')
})

test('an order that is not funded by its deadline gives everybody the whole pledge back, and pays no supplier', async () => {
  const paid = [await held(seeds), await held(machines)]
  const before = { ann: await held(ann), ben: await held(ben) }
  const { orderId, deadline } = await opened(9)
  await pledge(ann, orderId, 20_000n)
  await pledge(ben, orderId, 30_000n)
  await chain.nextBlock()
  while (node.height() + 2 < deadline) {
    expect(await stateOf(orderId)).toBe('open')
    expect(await chain.nextBlock()).toBe(0n)
  }
  await chain.nextBlock()
  expect(await stateOf(orderId)).toBe('returning')
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await stateOf(orderId)).toBe('returned')
  expect((await show(orderId)).pledges.map(({ state }) => state)).toEqual(['returned', 'returned'])
  expect(await held(ann)).toBe(before.ann - FEE)
  expect(await held(ben)).toBe(before.ben - FEE)
  expect([await held(seeds), await held(machines)]).toEqual(paid)
})

test('a worker that is killed anywhere pays the contracts once', async () => {
  const { orderId } = await opened(60)
  await pledge(ann, orderId, 30_000n)
  await chain.nextBlock()
  await pledge(ben, orderId, 30_000n)
  const before = await held(seeds)
  for (const name of ['order-after-decision', 'job-before-done', 'job-after-done', 'submit-after-send']) {
    let left = 1
    armFailpoints((passing) => {
      if (passing !== name || left === 0) return
      left -= 1
      throw new Error(`killed at ${name}`)
    })
    await chain.nextBlock()
    armFailpoints(undefined)
  }
  expect(await stateOf(orderId)).toBe('paid-final')
  const { db } = network.database
  const sent = (await db.select().from(schema.submissions)).filter(
    ({ subjectKind, subjectId }) => subjectKind === 'order-funding' && subjectId === orderId,
  )
  expect(sent).toHaveLength(1)
  expect(await held(seeds)).toBe(before + 40_000n)
})

test('who comes to owe what is overdue holds neither the others nor their money', async () => {
  const { orderId, deadline } = await opened(10)
  await pledge(mei, orderId, 10_000n)
  const own = await held(ben)
  await pledge(ben, orderId, 20_000n)
  while (node.height() < deadline + 2) await chain.nextBlock()
  expect(await held(ben)).toBe(own - FEE)
  const states = (await show(orderId)).pledges.map(({ state, amount }) => `${amount} ${state}`)
  expect(states.sort()).toEqual(['10000 final', '20000 returned'])
  expect((await draft(mei, (await opened(40)).orderId, 5_000n)).code).toBe('debtor-late')
})

test('who does not wait for the worker takes the own pledge back, and the worker gives back the others', async () => {
  const { orderId, deadline } = await opened(9)
  const before = { ann: await held(ann), ben: await held(ben) }
  await pledge(ann, orderId, 20_000n)
  await pledge(ben, orderId, 30_000n)
  await chain.nextBlock()
  const takeBack = (keys: Keys) => browserOf(keys).call('coop.takeBack', { orderId })
  expect((await takeBack(ann)).code).toBe('order-open')
  expect((await takeBack(mei)).code).toBe('not-found')
  while (node.height() + 2 < deadline) await chain.nextBlock()
  // The block from which pledges go back, before the worker has looked at it.
  node.mine([])
  node.finalise(node.height())
  await followChain(deps)
  const { actId } = (await takeBack(ann)).value as { actId: string }
  expect(await signByWallet(browserOf(ann), actId, ann)).toMatchObject({ value: { status: 'submitted' } })
  expect((await takeBack(ann)).code).toBe('pledges-on-their-way')
  expect(await chain.nextBlock()).toBe(2n * FEE)
  await chain.nextBlock()
  expect((await show(orderId)).pledges.map(({ state }) => state)).toEqual(['returned', 'returned'])
  expect([await held(ann), await held(ben)]).toEqual([before.ann - 2n * FEE, before.ben - FEE])
})

/** Everything that is unpaid of a key, by the projected ledger. */
async function owedBy({ hash }: Keys): Promise<bigint> {
  const { keyHash } = schema.outputs
  const rows = await network.database.db
    .select()
    .from(schema.outputs)
    .where(eq(keyHash, toHex(hash)))
  return rows
    .filter(({ spentHeight, element }) => spentHeight === null && element === DEBT)
    .reduce((sum, { amount }) => sum + amount, 0n)
}

const PRICE = 80_000n
const COST = 40_000n + 19_000n + GRANT_COST
const askCredit = (orderId: string, change: object = {}) =>
  officer.browser.call('coop.askCredit', {
    ...{ commandKey: crypto.randomUUID(), orderId, debtor: { accountId: toHex(farm.hash) } },
    ...{ purpose: 'Seed and machines of this order', termBlocks: 600, ...change },
  })

test('on an order that buyers pay on delivery the co-op has credit: suppliers are paid by it, deliveries close it', async () => {
  const { orderId } = await opened(60, { price: PRICE })
  expect((await officer.browser.call('coop.pledge', buying(orderId, 5_000n))).code).toBe('own-order')
  expect((await draft(ann, orderId, 2_222n)).code).toBe('pledge-too-small')
  expect((await askCredit(orderId)).code).toBe('order-brings-less')
  await pledge(ann, orderId, 30_000n)
  await pledge(ben, orderId, 50_000n)
  await chain.nextBlock()
  expect((await askCredit(orderId, { termBlocks: 10 })).code).toBe('order-term-short')
  const { applicationId } = (await askCredit(orderId)).value as { applicationId: string }
  expect((await askCredit(orderId)).code).toBe('order-credit-asked')
  const review = (await authority.browser.ask('credit.review', { applicationId })).value
  expect(review).toMatchObject({
    ...{ application: { amount: COST, orderId }, cover: COST, ceilings: { inTheWay: null } },
    order: { price: PRICE, purchases: [50_000n, 30_000n], brings: PRICE - 2n * FEE },
    guarantees: [{ kind: 'order', isThere: true, isOwn: true, worth: PRICE - 2n * FEE }],
  })

  const before = await Promise.all([seeds, machines, farm].map(held))
  const kept = { interest: { amount: 10n, premium: 0n, account: toHex(operator.hash) } }
  expect((await authority.browser.call('credit.approve', { applicationId, ...kept })).code).toBe(
    'interest-with-payee',
  )
  const { actId } = (await authority.browser.call('credit.approve', { applicationId })).value as {
    actId: string
  }
  const [bought] = (await show(orderId)).pledges
  const early = { orderId, txid: bought?.txid }
  expect((await officer.browser.call('coop.deliver', early)).code).toBe('order-credit-open')
  expect((await signAct(authority, actId)).code).toBe('ok')
  await signByWallet(officer.browser, actId, farm)
  expect(await chain.nextBlock()).toBe(FEE)
  // Nothing but the mark passes the co-op's own account, and it owes the whole.
  expect(await Promise.all([seeds, machines, farm].map(held))).toEqual([
    (before[0] ?? 0n) + 40_000n,
    (before[1] ?? 0n) + 19_000n,
    (before[2] ?? 0n) + PLEDGE_MARK,
  ])
  expect(await owedBy(farm)).toBe(COST)
  expect((await show(orderId)).credit).toMatchObject({ cost: COST, given: { left: COST }, application: null })

  const { pledges: put } = await show(orderId, officer.browser)
  const [first, last] = [30_000n, 50_000n].map((of) => put.find(({ amount }) => amount === of))
  const deliver = (one: Pledge | undefined, change: object = {}) =>
    officer.browser.call('coop.deliver', { orderId, txid: one?.txid, ...change })
  expect((await deliver(first, { lot: '01/04012345123456/10/NOBODY' })).code).toBe('lot-unknown')
  expect((await browserOf(ann).call('coop.deliver', early)).code).toBe('not-found')
  // Whichever of the two is delivered first: its buyer's word alone moves nothing.
  const handed = async (one: Pledge | undefined, buyer: Keys) => {
    const { actId: delivery, signs } = (await deliver(one)).value as { actId: string; signs: boolean }
    expect(signs).toBe(true)
    expect(await signByWallet(browserOf(buyer), delivery, buyer)).toMatchObject({ value: { status: 'open' } })
    expect((await show(orderId)).pledges.find(({ txid }) => txid === one?.txid)?.delivery).toEqual(
      buyer === ann ? { actId: delivery, buyerSigned: true, coopSigned: false } : null,
    )
    expect((await deliver(one)).value).toEqual({ actId: delivery, signs: true })
    await signByWallet(officer.browser, delivery, farm)
    expect(await chain.nextBlock()).toBe(FEE)
  }
  await handed(first, ann)
  expect(await stateOf(orderId)).toBe('open')
  expect(await owedBy(farm)).toBe(49_900n)
  expect((await deliver(first)).code).toBe('purchase-not-standing')
  await handed(last, ben)
  expect(await owedBy(farm)).toBe(0n)
  expect(await held(farm)).toBe((before[2] ?? 0n) + PLEDGE_MARK + PRICE - COST - 2n * FEE)
  const { order, credit, pledges } = await show(orderId)
  expect(order.state).toBe('delivered')
  expect(credit?.given?.left).toBe(0n)
  expect(pledges.map(({ state }) => state)).toEqual(['delivered', 'delivered'])
})

test('what is bought and not delivered goes back whole at the deadline, and the co-op owes on', async () => {
  const { orderId, deadline } = await opened(16, { price: PRICE })
  const before = await held(ben)
  await pledge(ben, orderId, 60_000n)
  await chain.nextBlock()
  const { applicationId } = (await askCredit(orderId)).value as { applicationId: string }
  const { actId } = (await authority.browser.call('credit.approve', { applicationId })).value as {
    actId: string
  }
  expect((await signAct(authority, actId)).code).toBe('ok')
  await signByWallet(officer.browser, actId, farm)
  await chain.nextBlock()
  const [bought] = (await show(orderId)).pledges
  const said = await officer.browser.call('coop.deliver', { orderId, txid: bought?.txid })
  await signByWallet(officer.browser, (said.value as { actId: string }).actId, farm)
  // The buyer never confirms: what waits for the signature does not hold the value past the deadline.
  while (node.height() < deadline + 1) await chain.nextBlock()
  expect(await stateOf(orderId)).toBe('returned')
  expect(await held(ben)).toBe(before - FEE)
  expect(await owedBy(farm)).toBe(COST)
})

const unionBooks = () => booksOf(network.database.db, union.account)

test('members of a union vote to owe for an order: suppliers are paid in the grant, and every delivery clears its lots', async () => {
  const collectiveId = await union.register(officer.browser, chain.nextBlock)
  const { orderId } = await opened(60, { price: PRICE })
  await pledge(ann, orderId, 30_000n)
  await pledge(ben, orderId, 50_000n)
  await chain.nextBlock()
  const debtor = { collectiveId }
  const stranger = browserOf(ann).call('coop.askCredit', {
    ...{ commandKey: crypto.randomUUID(), orderId, debtor, purpose: 'Not mine', termBlocks: 600 },
  })
  expect((await stranger).code).toBe('not-found')
  const { applicationId } = (await askCredit(orderId, { debtor })).value as { applicationId: string }
  const review = async () => (await authority.browser.ask('credit.review', { applicationId })).value
  expect(await review()).toMatchObject({
    ...{ account: { isActive: true }, application: { stage: 'applied' } },
    collective: { name: 'Growers', held: UNION_HOLDS, owed: 0n, threshold: 2n, vote: null },
  })
  const approve = async () =>
    (await authority.browser.call('credit.approve', { applicationId })).value as {
      actId: string | null
      proposalId: string
    }
  const put = await approve()
  expect(put.actId).toBeNull()
  // Put to the vote once, however often the authority asks; nothing of it can be signed before.
  expect(await approve()).toEqual(put)
  expect(await review()).toMatchObject({
    application: { stage: 'voting' },
    collective: { vote: { stage: 'open' } },
  })
  const { proposalId } = put
  await union.vote(officer.browser, proposalId, network.deps().env.network, 1)
  await chain.nextBlock()
  expect((await approve()).actId).toBeNull()
  expect((await officer.browser.call('collectives.handIn', { proposalId, transaction: '00' })).code).toBe(
    'vote-others-sign',
  )
  await union.vote(officer.browser, proposalId, network.deps().env.network, 2)
  await chain.nextBlock()
  expect(await review()).toMatchObject({ application: { stage: 'voted' } })

  const before = await Promise.all([seeds, machines, farm].map(held))
  const { actId } = await approve()
  expect(await signAct(authority, must(actId ?? undefined, 'the authority signs last'))).toMatchObject({
    value: { status: 'submitted' },
  })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await Promise.all([seeds, machines, farm].map(held))).toEqual([
    (before[0] ?? 0n) + 40_000n,
    (before[1] ?? 0n) + 19_000n,
    before[2],
  ])
  expect(await unionBooks()).toEqual({ held: UNION_HOLDS, owed: COST })
  expect(await review()).toMatchObject({ collective: { vote: { stage: 'final' } } })
  const { credit, pledges } = await show(orderId, officer.browser)
  expect(credit).toMatchObject({ given: { left: COST }, collective: { name: 'Growers' } })

  const txid = must(credit?.given?.txid, 'the credit is given')
  const told = await authority.browser.ask('credit.case', { txid })
  expect(told.value).toMatchObject({ story: { sums: { given: COST, unpaid: COST } } })
  expect((await authority.browser.ask('credit.ageing')).value).toMatchObject({
    debts: expect.arrayContaining([expect.objectContaining({ txid, standing: 'current' })]),
  })

  const [small, large] = [30_000n, 50_000n].map((of) => pledges.find(({ amount }) => amount === of)?.txid)
  const handed = async (txid: string | undefined, buyer: Keys) => {
    const said = (await officer.browser.call('coop.deliver', { orderId, txid })).value
    // The members have released the lots by their vote: of the co-op nothing is left to be signed.
    expect(said).toMatchObject({ signs: false })
    await signByWallet(browserOf(buyer), (said as { actId: string }).actId, buyer)
    expect(await chain.nextBlock()).toBe(FEE)
  }
  await handed(small, ann)
  expect((await unionBooks()).owed).toBe(49_900n)

  // Votes hold for the members who gave them: with one of them gone those of today are asked again.
  const ask = () =>
    officer.browser.call('coop.askRelease', { commandKey: crypto.randomUUID(), orderId, days: 7 })
  expect((await ask()).code).toBe('release-holds')
  const { network: chainId } = network.deps().env
  await renewByVote(txid, chainId)
  expect((await unionBooks()).owed).toBe(50_000n)
  const change = await union.leaving(officer.browser, collectiveId, 2)
  await chain.nextBlock()
  await union.vote(officer.browser, change, chainId, 0, 2)
  await chain.nextBlock()
  await chain.nextBlock()
  expect((await officer.browser.call('coop.deliver', { orderId, txid: large })).code).toBe(
    'release-overtaken',
  )
  expect((await show(orderId, officer.browser)).credit).toMatchObject({ needsRelease: true })
  expect(
    (await browserOf(ann).call('coop.askRelease', { commandKey: crypto.randomUUID(), orderId, days: 7 }))
      .code,
  ).toBe('not-found')
  const asked = (await ask()).value as { proposalId: string }
  await union.vote(officer.browser, asked.proposalId, chainId, 0, 1)
  await chain.nextBlock()
  await handed(large, ben)
  // Restructured lots are cleared whole: one of two. What the buyers paid more is the union's.
  const kept = PRICE - COST - 2n * FEE + 49_900n - 25_000n
  expect(await unionBooks()).toEqual({ held: UNION_HOLDS + kept, owed: 25_000n })
  expect(await stateOf(orderId)).toBe('delivered')
})

/** The lot that is left of the union's credit becomes two, on the order still: its members agree, then the authority signs. */
async function renewByVote(txid: string, chainId: Uint8Array): Promise<void> {
  const { outputs } = schema
  const rows = await network.database.db.select().from(outputs).where(eq(outputs.keyHash, union.account))
  const left = rows.filter(({ element, spentHeight }) => element === DEBT && spentHeight === null)
  const lots = left.map((lot) => `${lot.txid}:${lot.index}`)
  const asked = { txid, lots, termBlocks: 700, parts: 2 }
  const made = (await authority.browser.call('credit.restructure', asked)).value as { actId: string }
  const { value } = await officer.browser.ask('credit.case', { txid })
  const [kept] = (value as { restructurings: { vote: { proposalId: string } }[] }).restructurings
  const { proposalId } = must(kept, 'a proposal of the creditor').vote
  await union.vote(officer.browser, proposalId, chainId, 0, 1)
  await chain.nextBlock()
  expect((await authority.browser.call('credit.readyRestructuring', made)).code).toBe('ok')
  await signAct(authority, made.actId)
  expect(await chain.nextBlock()).toBe(FEE)
}

test('members vote to answer for an order’s credit beside the order; without their vote they cover nothing', async () => {
  const { orderId } = await opened(60, { price: PRICE })
  await pledge(ann, orderId, 30_000n)
  await pledge(ben, orderId, 50_000n)
  await chain.nextBlock()
  const beside = { kind: 'collective', reference: toHex(union.id), description: 'Our union', cover: 2_000n }
  const asked = await askCredit(orderId, { guarantees: [beside] })
  const { applicationId } = asked.value as { applicationId: string }
  const review = async () => (await authority.browser.ask('credit.review', { applicationId })).value
  expect(await review()).toMatchObject({
    cover: COST,
    guarantees: [{ kind: 'order' }, { consent: 'not-asked', warnings: ['members-not-asked'] }],
  })
  const ask = (browser: TestBrowser, position = 2) =>
    browser.call('collectives.askGuarantee', {
      ...{ commandKey: crypto.randomUUID(), applicationId, position, days: 7 },
    })
  expect((await ask(browserOf(ann))).code).toBe('not-found')
  expect((await ask(officer.browser, 1)).code).toBe('not-found')
  const { proposalId } = (await ask(officer.browser)).value as { proposalId: string }
  expect((await ask(officer.browser)).code).toBe('guarantee-voted')
  const before = await unionBooks()
  expect((await officer.browser.ask('collectives.surety', { proposalId })).value).toMatchObject({
    ...{ debtor: toHex(farm.hash), amount: 2_000n, application: applicationId, collective: toHex(union.id) },
  })
  expect((await browserOf(ann).ask('collectives.surety', { proposalId })).code).toBe('not-found')
  expect(await review()).toMatchObject({ cover: COST, guarantees: [{}, { consent: 'voting' }] })
  await union.vote(officer.browser, proposalId, network.deps().env.network, 0, 1)
  await chain.nextBlock()
  expect(await chain.nextBlock()).toBe(0n)
  expect(await review()).toMatchObject({
    cover: COST + 2_000n,
    guarantees: [{}, { consent: 'given', warnings: [] }],
  })
  // It costs the union the fee and the mark, which commits to what it answers for; nothing is set aside.
  expect(await unionBooks()).toEqual({ ...before, held: before.held - FEE - SURETY_MARK })
  const owed = await owedBy(farm)

  // Lots that the creditor restructures stay where deliveries clear them.
  const { actId } = (await authority.browser.call('credit.approve', { applicationId })).value as {
    actId: string
  }
  expect((await signAct(authority, actId)).code).toBe('ok')
  await signByWallet(officer.browser, actId, farm)
  await chain.nextBlock()
  const { credit, pledges } = await show(orderId, officer.browser)
  const txid = must(credit?.given?.txid, 'the credit is given')
  const renewed = { txid, lots: [`${txid}:2`], termBlocks: 700, parts: 1 }
  const drafted = (await authority.browser.call('credit.restructure', renewed)).value as { actId: string }
  await signByWallet(officer.browser, drafted.actId, farm)
  expect((await signAct(authority, drafted.actId)).code).toBe('ok')
  expect(await chain.nextBlock()).toBe(FEE)
  expect((await show(orderId)).credit).toMatchObject({ given: { left: COST + FEE } })
  for (const { txid: bought, amount } of pledges) {
    const buyer = amount === 30_000n ? ann : ben
    const said = await officer.browser.call('coop.deliver', { orderId, txid: bought })
    const delivery = (said.value as { actId: string }).actId
    await signByWallet(browserOf(buyer), delivery, buyer)
    await signByWallet(officer.browser, delivery, farm)
    expect(await chain.nextBlock()).toBe(FEE)
  }
  expect((await show(orderId)).credit).toMatchObject({ given: { left: 0n } })
  expect(await owedBy(farm)).toBe(owed)
})

const buying = (orderId: string, amount: bigint) => ({ commandKey: crypto.randomUUID(), orderId, amount })

type Model = {
  id: string
  state: string
  left: bigint
  coins: number
  actId: string | null
  approved: { txid: string }[]
}
const models = async () =>
  ((await authority.browser.ask('credit.models')).value as { models: Model[] }).models
const modelNamed = async (id: string) =>
  must(
    (await models()).find((one) => one.id === id),
    'an own model',
  )

const PURPOSE = 'Seed and machines of this order'
/** Sets a model that the order of these tests meets in every term, but for what is changed. */
async function setModel(change: object = {}): Promise<string> {
  const account = (of: Keys) => ({ name: 'Known', account: toHex(of.hash) })
  const set = await authority.browser.call('credit.setModel', {
    ...{ commandKey: crypto.randomUUID(), title: 'Seed orders', total: 2n * COST, mostOrder: COST },
    ...{ mostDebtor: 900_000n, leastScore: 0, mostTermBlocks: 600, purposes: [PURPOSE] },
    ...{ suppliers: [seeds, machines, tools].map(account), fromHour: 0, toHour: 24 },
    ...{ untilHeight: node.height() + 500, queues: true, ...change },
  })
  expect(set.code).toBe('ok')
  return (set.value as { modelId: string }).modelId
}

/** Has the authority's hardware key sign what the worker has drafted for models, and a block take it. */
async function signed(...ids: readonly string[]): Promise<void> {
  await drain(deps)
  for (const id of ids) {
    const { actId, state } = await modelNamed(id)
    expect(state).toBe('to-sign')
    expect(await signAct(authority, must(actId ?? undefined, 'a draft'))).toMatchObject({ code: 'ok' })
  }
  await chain.nextBlock()
  for (const id of ids) expect((await modelNamed(id)).state).toBe('open')
}

type Automatic = {
  application: { stage: string; actId: string | null }
  agent: { exposure: bigint }
  automatic: {
    approved: { title: string; signed: { at: Date } } | null
    judgements: { modelId: string; reasons: string[] }[]
  }
}
const reviewOf = async (applicationId: string) =>
  (await authority.browser.ask('credit.review', { applicationId })).value as Automatic

/** What each model says of a fresh application for credit on an order, and the application. */
async function judged(orderId: string, change: object = {}) {
  const asked = await askCredit(orderId, change)
  const { applicationId } = asked.value as { applicationId: string }
  await drain(deps)
  const { automatic, application } = await reviewOf(applicationId)
  const said = new Map(automatic.judgements.map(({ modelId, reasons }) => [modelId, reasons]))
  return { applicationId, automatic, application, said }
}
const takeBack = async (applicationId: string) =>
  expect((await officer.browser.call('credit.withdraw', { applicationId })).code).toBe('ok')

/** A grant with its debtor's acceptances in it, as somebody who kept the bytes would make it whole. */
async function wholeGrant(actId: string): Promise<Transaction> {
  const begun = (await officer.browser.ask('acts.begin', { actId })).value as Begun
  const tx = readTransaction(begun.transactions[0] ?? '')
  return begun.required.reduce((done, { index, sighash }) => {
    const signature = signSchnorr(fromHex(sighash), farm.secret)
    return putAcceptance(done, { output: index, key: farm.key, signature })
  }, tx)
}

/** Kills the worker once at each of these places. */
function armOnce(...names: readonly string[]): void {
  const left = new Set(names)
  armFailpoints((name) => {
    if (left.delete(name)) throw new Error(`killed at ${name}`)
  })
}

/** What a node's policy says of new credit. */
const scriptWindow = (bound: 'notice' | null) =>
  Object.assign(node.client, {
    creditWindows: async (amounts: readonly bigint[]) =>
      amounts.map(() => ({ fits: bound === null, most: null, bound, next: null })),
  })

test('a model that the authority signed once approves what meets its terms, and tells a person of all else why not', async () => {
  scriptWindow(null)
  const { orderId } = await opened(200, { price: PRICE })
  await pledge(ann, orderId, 30_000n)
  await pledge(ben, orderId, 50_000n)
  await chain.nextBlock()
  const misses: readonly [string, object][] = [
    ['model-amount', { mostOrder: COST - 1n }],
    ['model-debtor', { mostDebtor: COST }],
    ['model-score', { leastScore: 1_000 }],
    ['model-term', { mostTermBlocks: 599 }],
    ['model-purpose', { purposes: ['Fodder'] }],
    ['model-supplier', { suppliers: [{ name: 'Seeds', account: toHex(seeds.hash) }] }],
    // Blocks of these tests are of a Friday, 08:00 in UTC.
    ['model-hours', { fromHour: 9 }],
  ]
  const ids: string[] = []
  for (const [, change] of misses) ids.push(await setModel(change))
  await signed(...ids)
  const missed = await judged(orderId)
  expect(ids.map((id) => missed.said.get(id))).toEqual(misses.map(([reason]) => [reason]))
  expect(missed).toMatchObject({ automatic: { approved: null }, application: { stage: 'applied' } })
  reviewed = missed.applicationId
  await takeBack(missed.applicationId)

  const fits = await setModel()
  await signed(fits)
  expect(await modelNamed(fits)).toMatchObject({ left: 2n * COST, approved: [] })
  // Whatever the policy of the node calls a halt holds for what was handed on before, too.
  scriptWindow('notice')
  const halted = await judged(orderId)
  expect(halted.said.get(fits)).toEqual(['credit-halted'])
  await takeBack(halted.applicationId)
  scriptWindow(null)

  const first = await judged(orderId)
  expect(first).toMatchObject({
    automatic: { approved: { title: 'Seed orders', signed: { at: expect.any(Date) } } },
    application: { stage: 'approved' },
  })
  const stolen = await wholeGrant(must(first.application.actId ?? undefined, 'a draft'))
  expect(chain.judge([stolen]).ok).toBe(true)
  expect((await authority.browser.call('credit.endModel', { modelId: fits })).code).toBe('ok')
  // At once for the portal, and with the next block for whoever kept the bytes.
  expect(await reviewOf(first.applicationId)).toMatchObject({ application: { stage: 'applied' } })
  expect(await signByWallet(officer.browser, first.application.actId ?? '', farm)).toMatchObject({
    code: 'act-closed',
  })
  await chain.nextBlock()
  expect(chain.judge([stolen])).toMatchObject({ ok: false, refusal: { code: 'missing-output' } })
  expect(await modelNamed(fits)).toMatchObject({ state: 'ended', left: 0n })
  await takeBack(first.applicationId)

  const again = await setModel()
  await signed(again)
  const used = (await reviewOf(missed.applicationId)).agent.exposure
  armOnce('application-judged', 'job-before-done', 'job-after-done')
  const asked = await judged(orderId)
  armFailpoints(undefined)
  const before = await Promise.all([seeds, machines, farm].map(held))
  const owed = await owedBy(farm)
  const inbox = (await officer.browser.ask('acts.list')).value as { actId: string; model: unknown }[]
  const { actId } = asked.application
  expect(inbox.find((one) => one.actId === actId)).toMatchObject({
    isMine: true,
    model: { title: 'Seed orders' },
  })
  // The co-op's is the only signature: nobody of the authority does anything.
  expect(await signByWallet(officer.browser, actId ?? '', farm)).toMatchObject({
    value: { status: 'submitted' },
  })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await Promise.all([seeds, machines, farm].map(held))).toEqual([
    ...[(before[0] ?? 0n) + 40_000n, (before[1] ?? 0n) + 19_000n, (before[2] ?? 0n) + PLEDGE_MARK],
  ])
  expect(await owedBy(farm)).toBe(owed + COST)
  const { credit } = await show(orderId, officer.browser)
  const txid = must(credit?.given?.txid, 'the credit is given')
  expect(await modelNamed(again)).toMatchObject({ left: COST, approved: [{ txid }] })
  // What was handed on filled the ceiling; that part of it is a debt now adds nothing.
  expect((await reviewOf(missed.applicationId)).agent.exposure).toBe(used)
  const told = await authority.browser.ask('credit.case', { txid })
  expect(told.value).toMatchObject({ isCreditor: true, story: { sums: { given: COST, unpaid: COST } } })
  expect((await authority.browser.ask('credit.ageing')).value).toMatchObject({
    debts: expect.arrayContaining([expect.objectContaining({ txid, standing: 'current' })]),
  })
  const log = await network.database.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.subject, asked.applicationId))
    .orderBy(auditLog.id)
  const codes = log.flatMap(({ procedure, code }) => (procedure === 'credit.approve by model' ? [code] : []))
  expect(codes.at(-1)).toBe('ok')
  expect(codes.slice(0, -1).every((code) => misses.some(([missed]) => missed === code))).toBe(true)
})

/** An application that was judged, on whose page the agent's exposure is read. */
let reviewed: string
const exposure = async () => (await reviewOf(reviewed)).agent.exposure

test('what a model has left its agent takes back by its own key; what it does not sign then, the worker ends', async () => {
  const [own, left] = [await setModel(), await setModel()]
  await signed(own, left)
  const takeBack = (modelId: string) => authority.browser.call('credit.takeBackModel', { modelId })
  const stranger = await network.enrolled('authority')
  const asked = await stranger.browser.call('credit.takeBackModel', { modelId: own })
  expect(asked.code).toBe('not-found')
  const used = await exposure()
  const { actId } = (await takeBack(own)).value as { actId: string }
  expect((await takeBack(own)).value).toEqual({ actId })
  const { required } = (await authority.browser.ask('acts.begin', { actId })).value as Begun
  expect(required.map(({ index, mine }) => [index, mine])).toEqual([
    [0, true],
    [1, true],
  ])
  // While the key is asked the worker keeps its hands off.
  expect(await chain.nextBlock()).toBe(0n)
  expect(await modelNamed(own)).toMatchObject({ state: 'ending', left: 2n * COST, coins: 2 })
  expect(await signAct(authority, actId)).toMatchObject({ value: { status: 'submitted' } })
  const net = chain.net()
  expect(await chain.nextBlock()).toBe(0n)
  expect(chain.net()).toBe(net)
  expect(await modelNamed(own)).toMatchObject({ state: 'ended', left: 0n, coins: 0 })
  expect(await exposure()).toBe(used - 2n * COST)
  expect((await takeBack(own)).code).toBe('model-spent')

  const turned = (await takeBack(left)).value as { actId: string }
  expect((await authority.browser.call('acts.withdraw', turned)).code).toBe('ok')
  await chain.nextBlock()
  expect(await modelNamed(left)).toMatchObject({ state: 'ending', left: 2n * COST })
  const { outbox } = schema
  const promise = eq(outbox.key, `end-credit-model-${left}-${turned.actId}`)
  await deps.db.update(outbox).set({ dueAt: new Date() }).where(promise)
  await chain.nextBlock()
  await chain.nextBlock()
  expect(await modelNamed(left)).toMatchObject({ state: 'ended', left: 0n })
})

test('a model does not approve what would warn a person, and is over at its height', async () => {
  const supplier = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  await giveAccount(network, supplier, 'tools', tools.hash)
  const { orderId } = await opened(
    200,
    { price: PRICE, contracts: [{ ...contracts[0], account: toHex(tools.hash), amount: 59_000n }] },
    [supplier],
  )
  await pledge(ben, orderId, 70_000n)
  await chain.nextBlock()
  const untilHeight = node.height() + 6
  const last = await setModel({ untilHeight })
  await signed(last)
  const { said, applicationId, application } = await judged(orderId)
  expect(said.get(last)).toEqual(['first-payee'])
  expect(application.stage).toBe('applied')
  await takeBack(applicationId)
  while (node.height() <= untilHeight) await chain.nextBlock()
  expect(await modelNamed(last)).toMatchObject({ state: 'ended', left: 0n })
  expect((await judged(orderId)).said.has(last)).toBe(false)
})

type Outside = { id: string; step: string; account: string | null; reason: string | null }
const outside = async (browser = officer.browser) =>
  (await browser.ask('coop.outsideSuppliers')).value as Outside[]

test('a supplier from outside is let in by the admission, invited by the co-op, agrees, and is paid like any other', async () => {
  const keeper = await signingPerson(network, (await network.found('admission')).organisationId, 'admission')
  const ask = (name: string, commandKey = crypto.randomUUID()) =>
    officer.browser.call('coop.askSupplier', {
      commandKey,
      name,
      nameZh: name,
      grounds: 'It mends our pumps',
    })
  const twice = crypto.randomUUID()
  expect((await ask('Pump works', twice)).value).toEqual({ requestId: twice })
  expect((await ask('Pump works', twice)).value).toEqual({ requestId: twice })
  expect((await ask('Pump works')).code).toBe('name-taken')
  const { requestId: unwanted } = (await ask('Central bank')).value as { requestId: string }
  const invited = (person: SigningPerson, requestId: string) =>
    callSteppedUp(person.browser, person.key, 'coop.inviteSupplier', { requestId })
  expect((await invited(officer, twice)).code).toBe('supplier-not-let-in')
  // Nobody else sees what a co-op asks for, and who asks does not decide.
  const [other] = suppliers as [SigningPerson]
  expect(await outside(other.browser)).toEqual([])
  expect((await invited(other, twice)).code).toBe('not-found')
  expect((await officer.browser.ask('organisation.suppliers')).code).toBe('not-allowed')
  const waiting = (await keeper.browser.ask('organisation.suppliers')).value as { name: string }[]
  expect(waiting.map(({ name }) => name)).toEqual(['Central bank', 'Pump works'])
  const decide = (requestId: string, change: object = {}) =>
    callSteppedUp(keeper.browser, keeper.key, 'organisation.decideSupplier', { requestId, ...change })
  expect((await decide(unwanted, { declines: 'A bank is no supplier of pumps' })).code).toBe('ok')
  expect((await decide(twice)).code).toBe('ok')
  expect((await decide(twice)).code).toBe('not-found')
  expect(await outside()).toMatchObject([
    { step: 'declined', reason: 'A bank is no supplier of pumps' },
    { step: 'let-in', account: null },
  ])
  const first = (await invited(officer, twice)).value as { token: string }
  const { token } = (await invited(officer, twice)).value as { token: string }
  // A new link ends the one before.
  const stale = await network.browser().call('auth.invitation.read', { token: first.token })
  expect(stale.code).toBe('invitation-unknown')
  const person = await enrolledBy(network, token, 'Pump maker')
  expect((await invited(officer, twice)).code).toBe('supplier-joined')
  expect((await outside()).find(({ id }) => id === twice)?.step).toBe('joined')
  const [row] = await deps.db
    .select()
    .from(schema.supplierRequests)
    .where(eq(schema.supplierRequests.id, twice))
  const supplier = { ...person, organisationId: must(row?.foundedId ?? undefined, 'its organisation') }
  const pumps = keysOf('pumps')
  await giveAccount(network, supplier, 'pumps', pumps.hash)
  const account = must((await outside()).find(({ id }) => id === twice)?.account ?? undefined, 'an account')
  expect(account).toBe(toHex(pumps.hash))
  const contract = { name: 'Pump works', account, amount: 3_000n, reference: 'P-1', ...agreed }
  const { orderId } = await opened(12, { contracts: [contract] }, [supplier])
  await pledge(ben, orderId, 3_000n + FUNDING_FEE)
  await chain.nextBlock()
  await chain.nextBlock()
  expect(await held(pumps)).toBe(3_000n)

  // By credit, too (C-52): the grant pays the supplier, nothing passes the co-op's account, and the co-op owes it.
  const [owed, own] = [await owedBy(farm), await held(farm)]
  const { applicationId } = (
    await officer.browser.call('credit.submit', {
      ...{
        commandKey: crypto.randomUUID(),
        accountId: toHex(farm.hash),
        amount: 7_000n,
        termBlocks: 600,
        lots: 1,
      },
      ...{
        purpose: 'Pumps for the lower fields',
        guarantee: 'The lower fields',
        payee: { name: 'Pump works', account },
      },
      guarantees: [{ kind: 'asset', reference: 'ab'.repeat(32), description: 'A barn', cover: 7_000n }],
    })
  ).value as { applicationId: string }
  const review = (await authority.browser.ask('credit.review', { applicationId })).value
  expect(review).toMatchObject({ application: { payeeName: 'Pump works', amount: 7_000n } })
  const approved = await authority.browser.call('credit.approve', { applicationId })
  expect(approved.code).toBe('ok')
  const { actId } = approved.value as { actId: string }
  expect((await signAct(authority, actId)).code).toBe('ok')
  await signByWallet(officer.browser, actId, farm)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(pumps)).toBe(3_000n + 7_000n - GRANT_COST)
  expect([await owedBy(farm), await held(farm)]).toEqual([owed + 7_000n, own + PLEDGE_MARK])
}, 60_000)

test('tables filled anew from the blocks are the same', async () => {
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
})
