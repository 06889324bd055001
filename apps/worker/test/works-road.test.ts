import type { TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, sha256, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { readRecordItems, standardDebtScript, type Transaction, VALUE } from '@vc/ledger'
import { checkLicence, checkLicenceHands, draftOf } from '@vc/nfr'
import { FUNDING_FEE } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import {
  accountOf,
  giveAccount,
  type JudgedChain,
  judgedChain,
  type Keys,
  keysOf,
  signByWallet,
} from './judged-chain.ts'
import { sample } from './sample-transactions.ts'
import { type ScriptedNode, scriptedNode } from './scripted-node.ts'
import { readTransaction, type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

const FEE = 100n
const operator = keysOf('operator')
const [creator, ann, ben, zoe] = ['creator', 'ann', 'ben', 'zoe'].map(keysOf) as [Keys, Keys, Keys, Keys]
/** Has value, and owes what is overdue from the first block on. */
const lea = keysOf('lea')

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let chain: JudgedChain
let people: ReadonlyMap<Keys, TestBrowser>
let officer: SigningPerson
let workId: string

const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  // What open acts hold is judged by the database's own clock.
  network.clock().advance(Date.now() - network.clock().nowMs())
  officer = await signingPerson(network, (await network.found('holder')).organisationId, 'holder')
  await giveAccount(network, officer, 'creator', creator.hash)
  const others = await Promise.all(
    [ann, ben, zoe, lea].map(async (one) => [one, await accountOf(network, one)] as const),
  )
  people = new Map([[creator, officer.browser], ...others])
  const coins = [value(creator.script, 5_000n), value(ann.script, 90_000n), value(ben.script, 50_000n)]
  const late = { element: 2, amount: 500n, script: standardDebtScript(lea.hash, 1) } as const
  coins.push(value(lea.script, 60_000n))
  const founding = [sample([], [...coins, late, value(ben.script, 40_000n), value(operator.script, 5_000n)])]
  node = scriptedNode({ parameters: { blockInterval: 60 } })
  node.mine(founding)
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { client } = node
  const { db } = network.database
  deps = {
    db,
    client,
    log,
    hooks: submissionHooks,
    operatingKey: operator.secret,
    dataDir: '/none',
  }
  Object.assign(network.deps(), { client })
  chain = judgedChain({ network, node, deps, founding })
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 120_000)
afterAll(() => network?.stop())

const browserOf = (keys: Keys) => must(people.get(keys), 'somebody with an account')
const printOf = (text: string) => toHex(sha256(utf8(text)))
type Read = {
  account: string
  drafts: { fingerprint: string; state: string; record: { txid: string; height: number } | null }[]
  tips: { amount: bigint; note: string; state: string }[]
  sales: { id: string; left: number; state: string; price: bigint; reward: bigint }[]
  reviews: { stars: number; words: string }[]
  rights: { code: string }[]
}
const read = async (browser = network.browser()) =>
  (await browser.ask('works.read', { workId })).value as Read | null
const command = (keys: Keys, path: string, input: object) =>
  browserOf(keys).call(path, { commandKey: crypto.randomUUID(), ...input })

/** Drafts, signs by the wallet, and gives what was drafted. */
async function done<Drafted>(keys: Keys, path: string, input: object): Promise<Drafted & { actId: string }> {
  const { code, value: drafted } = await command(keys, path, input)
  expect(code).toBe('ok')
  const made = drafted as Drafted & { actId: string }
  expect(await signByWallet(browserOf(keys), made.actId, keys)).toMatchObject({
    value: { status: 'submitted' },
  })
  return made
}

/** What lies under a key in circulation. */
async function held({ hash }: Keys): Promise<bigint> {
  const rows = await deps.db
    .select()
    .from(schema.outputs)
    .where(eq(schema.outputs.keyHash, toHex(hash)))
  return rows
    .filter(({ spentHeight, standard }) => spentHeight === null && standard === 'key-hash')
    .reduce((sum, { amount }) => sum + amount, 0n)
}

async function transactionOf(txid: string): Promise<Transaction> {
  const [row] = await deps.db.select().from(schema.transactions).where(eq(schema.transactions.txid, txid))
  return readTransaction(toHex(must(row, 'a block has it').bytes))
}

test('a work is registered by its creator’s own key, and each draft’s fingerprint is dated by its block', async () => {
  const first = {
    title: '山水之间',
    field: 'music',
    reviewPoints: 5,
    fingerprint: printOf('1'),
    note: 'Score',
  }
  expect((await command(zoe, 'works.register', first)).code).toBe('value-short')
  expect((await command(lea, 'works.register', first)).code).toBe('debtor-late')
  const made = await done<{ workId: string }>(creator, 'works.register', first)
  workId = made.workId
  expect(await read()).toBeNull()
  expect(await chain.nextBlock()).toBe(2n * FEE)
  expect(await read()).toMatchObject({ drafts: [{ state: 'final', fingerprint: printOf('1') }] })
  expect(
    (await command(ann, 'works.addDraft', { workId, fingerprint: printOf('x'), note: 'Mine' })).code,
  ).toBe('not-found')
  await done(creator, 'works.addDraft', { workId, fingerprint: printOf('2'), note: 'With strings' })
  await chain.nextBlock()
  const { drafts, account } = must((await read()) ?? undefined, 'a work')
  expect(drafts.map(({ fingerprint }) => fingerprint)).toEqual([printOf('1'), printOf('2')])
  const [one, two] = drafts.map(({ record }) => must(record ?? undefined, 'a record'))
  expect(two?.height).toBeGreaterThan(one?.height ?? Infinity)
  const record = await transactionOf(one?.txid ?? '')
  expect(draftOf(record, account)).toEqual({
    ...{ work: workId, title: '山水之间', field: 'music', fingerprint: printOf('1') },
  })
  expect(draftOf(record, toHex(ann.hash))).toBeUndefined()
  expect(await held(creator)).toBe(5_000n - 4n * FEE)
})

test('a right that the certification desk registered of a draft’s very content stands on both pages', async () => {
  expect((await read())?.rights).toEqual([])
  const contentHash = printOf('1')
  const asked = () => network.browser().ask('rights.verify', { contentHash, likeness: '' })
  await certify('0'.repeat(24), printOf('x'))
  expect((await read())?.rights).toEqual([])
  await certify('1'.repeat(24), contentHash)
  expect((await read())?.rights).toMatchObject([{ code: `NFR-${'1'.repeat(24)}` }])
  expect((await asked()).value).toMatchObject([{ works: [{ workId, title: '山水之间' }] }])
})

/** Rows as a certification leaves them (test/rights-road.test.ts walks that road). */
async function certify(digits: string, contentHash: string): Promise<void> {
  const { organisationId: issuerId, personId: createdBy } = officer
  const at = new Date()
  const batch = { issuerId, createdBy, fileName: 'works.csv', digest: digits, format: 'works', count: 1 }
  const state = { encoding: 'utf-8', setAside: [], height: 1, createdAt: at, updatedAt: at }
  const [made] = await deps.db
    .insert(schema.rightBatches)
    .values({ ...batch, ...state, step: 'certified' })
    .returning()
  const { id: batchId } = must(made, 'an inserted row')
  const words = { title: 'Score', creators: ['Mei Lan'], dated: '', medium: '', legalOwner: 'Mei Lan' }
  const right = { uses: ['show'], evidence: '', contentHash, fingerprint: contentHash }
  await deps.db.insert(schema.rights).values({
    ...{ batchId, position: 0, line: 2, code: `NFR-${digits}`, issuerId, accession: digits },
    ...{ ...words, ...right, source: 'own-work' },
  })
}

test('a tip goes from anybody’s wallet to the creator’s account, whole, and stands on the page with its words', async () => {
  const before = { ann: await held(ann), creator: await held(creator) }
  expect((await command(creator, 'works.tip', { workId, amount: 1n, note: 'To me' })).code).toBe('own-work')
  expect((await command(lea, 'works.tip', { workId, amount: 1n, note: 'Thanks' })).code).toBe('debtor-late')
  await done(ann, 'works.tip', { workId, amount: 8_800n, note: '好听' })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(creator)).toBe(before.creator + 8_800n)
  expect(await held(ann)).toBe(before.ann - 8_800n - FEE)
  expect((await read())?.tips).toMatchObject([{ amount: 8_800n, note: '好听', state: 'final' }])
  const { value: book } = await browserOf(creator).ask('works.book')
  expect(book).toMatchObject({ income: [{ what: 'tip', amount: 8_800n, note: '好听', title: '山水之间' }] })
})

const terms = {
  uses: ['use', 'show'],
  territory: '全球',
  days: 365,
  count: 2,
  price: 20_000n,
  reward: 3_000n,
}
test('a licence is bought in one transaction that pays creator and sharer to the unit, and never more than were signed', async () => {
  for (const [code, change] of [
    ['reward-over-price', { reward: 20_000n }],
    ['licence-uses', { uses: [] }],
  ] as const)
    expect((await command(creator, 'works.sell', { workId, ...terms, ...change })).code).toBe(code)
  const { saleId } = await done<{ saleId: string }>(creator, 'works.sell', { workId, ...terms })
  expect((await command(ann, 'works.buy', { saleId })).code).toBe('licences-gone')
  expect(await chain.nextBlock()).toBe(FEE)
  expect((await read())?.sales).toMatchObject([{ id: saleId, left: 2, state: 'final', price: 20_000n }])
  expect((await command(creator, 'works.buy', { saleId })).code).toBe('own-work')
  expect((await command(zoe, 'works.buy', { saleId })).code).toBe('value-short')
  expect((await command(lea, 'works.buy', { saleId })).code).toBe('debtor-late')
  expect((await command(ben, 'works.buy', { saleId, sharer: 'nobody' })).code).toBe('sharer-unknown')

  const before = { creator: await held(creator), ben: await held(ben) }
  const one = await done<{ code: string }>(ben, 'works.buy', { saleId, sharer: toHex(zoe.hash) })
  const two = await done<{ code: string }>(ann, 'works.buy', { saleId })
  expect((await command(ben, 'works.buy', { saleId })).code).toBe('licences-gone')
  // Each purchase gives its coin as fee, each record its commitment.
  expect(await chain.nextBlock()).toBe(4n * FEE)
  expect(await held(creator)).toBe(before.creator + 17_000n + 20_000n)
  expect(await held(zoe)).toBe(3_000n)
  expect(await held(ben)).toBe(before.ben - 20_000n - FEE)
  expect((await read())?.sales).toMatchObject([{ left: 0 }])
  for (const { code } of [one, two]) await expectLicence(code)
})

/** What anybody's browser does with a code. */
async function expectLicence(code: string): Promise<void> {
  type Found = Record<'record' | 'purchase' | 'sale', { txid: string; height: number } | null>
  const found = (await network.browser().ask('works.licence', { code })).value as Found
  const of = async (part: keyof Found) => transactionOf(found[part]?.txid ?? '')
  const parts = { record: await of('record'), purchase: await of('purchase'), sale: await of('sale') }
  expect(checkLicence(parts)).toMatchObject({ ok: true, value: { work: workId, price: 20_000n, days: 365 } })
  const [paid, ...rest] = parts.purchase.outputs
  const less = { ...must(paid, 'the price'), amount: 1n }
  const purchase = { ...parts.purchase, outputs: [less, ...rest] }
  expect(checkLicence({ ...parts, purchase })).toEqual({ ok: false, refusal: 'licence-unpaid' })
  expect(checkLicence({ ...parts, sale: parts.purchase })).toEqual({ ok: false, refusal: 'licence-unit' })
  expect(checkLicence({ ...parts, record: parts.sale })).toEqual({ ok: false, refusal: 'licence-form' })
}

test('who waits with a signature gives the licence to nobody else meanwhile, and free again when it is not signed', async () => {
  const { saleId } = await done<{ saleId: string }>(creator, 'works.sell', { workId, ...terms, count: 1 })
  await chain.nextBlock()
  const { actId } = (await command(ann, 'works.buy', { saleId })).value as { actId: string }
  expect((await command(ben, 'works.buy', { saleId })).code).toBe('licences-gone')
  expect((await browserOf(ann).call('acts.withdraw', { actId })).code).toBe('ok')
  await done(ben, 'works.buy', { saleId })
  await chain.nextBlock()
  const { value: book } = await browserOf(ben).ask('works.book')
  expect((book as { licences: unknown[] }).licences).toHaveLength(2)
})

type Held = { key: string; code: string; isHeld: boolean; isResold: boolean; offer: { state: string } | null }
const heldBy = async (keys: Keys) =>
  ((await browserOf(keys).ask('works.book')).value as { licences: Held[] }).licences

test('a licence is sold on as its terms say: holder, creator and buyer to the unit, and it has one holder', async () => {
  expect((await command(creator, 'works.sell', { workId, ...terms, resale: 10_000 })).code).toBe(
    'input-malformed',
  )
  const sale = { workId, ...terms, count: 1, resale: 1_250 }
  const { saleId } = await done<{ saleId: string }>(creator, 'works.sell', sale)
  await chain.nextBlock()
  const first = await done<{ code: string }>(ben, 'works.buy', { saleId })
  await chain.nextBlock()
  const own = await heldBy(ben)
  const { key } = must(
    own.find(({ code }) => code === first.code),
    'the licence',
  )
  const plain = must(
    own.find(({ isResold }) => !isResold),
    'a licence that may not be sold on',
  )
  const offer = { table: 'licence', key, price: 10_001n }
  expect((await command(ann, 'trades.offer', offer)).code).toBe('not-found')
  expect((await command(ben, 'trades.offer', { ...offer, key: plain.key })).code).toBe('licence-not-resold')
  const takenBack = (await command(ben, 'trades.offer', offer)).value as { offerId: string }
  expect((await browserOf(ann).call('trades.take', takenBack)).code).toBe('ok')
  expect((await browserOf(ben).call('trades.withdraw', takenBack)).code).toBe('ok')
  // Taken for the same coins it is the same transaction, and one hand.
  const { offerId } = (await command(ben, 'trades.offer', offer)).value as { offerId: string }
  expect(await read()).toMatchObject({ resales: [{ id: offerId, price: 10_001n, state: 'open' }] })
  const before = {
    creator: await held(creator),
    ben: await held(ben),
    ann: await held(ann),
    net: chain.net(),
  }
  const { actId } = (await browserOf(ann).call('trades.take', { offerId })).value as { actId: string }
  for (const one of [ann, ben]) await signByWallet(browserOf(one), actId, one)
  expect(await chain.nextBlock()).toBe(3n * FEE)
  // An eighth of 100.01, rounded down, is the creator's.
  expect(await held(creator)).toBe(before.creator + 1_250n)
  expect(await held(ben)).toBe(before.ben + 8_751n)
  expect(await held(ann)).toBe(before.ann - 10_001n - 3n * FEE)
  expect(chain.net()).toBe(before.net - 3n * FEE)
  const { value: book } = await browserOf(creator).ask('works.book')
  const { income } = book as { income: readonly { what: string; amount: bigint }[] }
  expect(income.filter(({ what }) => what === 'resale')).toMatchObject([{ amount: 1_250n, state: 'final' }])
  expect((await heldBy(ben)).some((one) => one.key === key)).toBe(false)
  const mine = must(
    (await heldBy(ann)).find((one) => one.key === key),
    'the licence',
  )
  expect(mine.code).not.toBe(first.code)
  expect(await foundOf(first.code)).toMatchObject({ isHandedOn: true, hands: [] })
  const found = await foundOf(mine.code)
  expect(found).toMatchObject({ isHandedOn: false })
  const of = async (at: { txid: string } | null) => transactionOf(at?.txid ?? '')
  const parts = {
    record: await of(found.record),
    purchase: await of(found.purchase),
    sale: await of(found.sale),
  }
  const [hand] = found.hands
  const hands = [{ payment: await of(hand?.payment ?? null), record: await of(hand?.record ?? null) }]
  expect(checkLicenceHands(parts, hands)).toMatchObject({ ok: true, value: { licensee: toHex(ann.hash) } })
  const [payment] = hands
  const [price, share, ...rest] = payment?.payment.outputs ?? []
  const kept = { ...must(share, 'the creator’s part'), amount: 1n }
  const outputs = [must(price, 'the price'), kept, ...rest]
  const { record, payment: paid } = must(payment, 'a hand')
  expect(checkLicenceHands(parts, [{ record, payment: { ...paid, outputs } }])).toEqual({
    ...{ ok: false, refusal: 'licence-hand' },
  })
})

type Place = { txid: string } | null
type FoundHands = {
  record: Place
  purchase: Place
  sale: Place
  hands: { payment: Place; record: Place }[]
  isHandedOn: boolean
}
const foundOf = async (code: string) =>
  (await network.browser().ask('works.licence', { code })).value as FoundHands

test('a creator ends a sale and has the coins back that nobody bought', async () => {
  const { saleId } = await done<{ saleId: string }>(creator, 'works.sell', { workId, ...terms })
  await chain.nextBlock()
  await done(ben, 'works.buy', { saleId })
  expect((await command(ann, 'works.endSale', {})).code).toBe('input-malformed')
  expect((await browserOf(ann).call('works.endSale', { saleId })).code).toBe('not-found')
  const before = await held(creator)
  const { value: drafted } = await browserOf(creator).call('works.endSale', { saleId })
  const { actId } = drafted as { actId: string }
  expect((await command(ann, 'works.buy', { saleId })).code).toBe('licences-gone')
  expect(await signByWallet(officer.browser, actId, creator)).toMatchObject({
    value: { status: 'submitted' },
  })
  await chain.nextBlock()
  // One coin of a fee's size comes back and pays for its own way; the one that was bought pays the price.
  expect(await held(creator)).toBe(before + 20_000n)
  expect((await browserOf(creator).call('works.endSale', { saleId })).code).toBe('licences-gone')
})

test('one sale has as many licences as one act signs, and its end takes all back that nobody bought', async () => {
  const asked = { ...terms, count: 200, price: 500n, reward: 0n, territory: '域'.repeat(80) }
  expect((await command(creator, 'works.sell', { workId, ...asked, count: 201 })).code).toBe(
    'input-malformed',
  )
  const { saleId } = await done<{ saleId: string }>(creator, 'works.sell', { workId, ...asked })
  expect(await chain.nextBlock()).toBe(FEE)
  const saleNow = async () => (await read())?.sales.find(({ id }) => id === saleId)
  expect(await saleNow()).toMatchObject({ left: 200, state: 'final' })
  await done(ben, 'works.buy', { saleId })
  await chain.nextBlock()
  expect(await saleNow()).toMatchObject({ left: 199 })
  const before = await held(creator)
  const drafted = await browserOf(creator).call('works.endSale', { saleId })
  const { actId } = drafted.value as { actId: string }
  const begun = (await browserOf(creator).ask('acts.begin', { actId })).value as { transactions: string[] }
  expect(begun.transactions).toHaveLength(4)
  expect(Math.max(...begun.transactions.map((hex) => hex.length / 2))).toBeLessThan(100_000)
  expect(await signByWallet(officer.browser, actId, creator)).toMatchObject({
    value: { status: 'submitted' },
  })
  expect(await chain.nextBlock()).toBe(4n * FEE)
  expect(await held(creator)).toBe(before + 199n * FEE - 4n * FEE)
  expect(await saleNow()).toMatchObject({ left: 0 })
}, 60_000)

test('a member says what it thinks of a work once, and has the points for it once', async () => {
  const words = { workId, stars: 5, words: '值得反复听' }
  expect((await browserOf(creator).call('works.review', words)).code).toBe('own-work')
  expect((await browserOf(ann).call('works.review', words)).value).toEqual({ points: 5 })
  expect((await browserOf(ann).call('works.review', words)).code).toBe('reviewed-already')
  expect((await browserOf(ann).ask('works.book')).value).toMatchObject({ points: 5 })
  expect((await read())?.reviews).toMatchObject([{ stars: 5, words: '值得反复听' }])
})

test('a work is funded by the house’s orders: met, its creator is paid by all pledges at once', async () => {
  const account = toHex(creator.hash)
  const agreed = { reference: workId.slice(0, 8), goods: 'The next one', due: '2026-12-31' }
  const contracts = [{ name: 'Creator', account, amount: 30_000n, ...agreed }]
  const order = { title: 'For the next one', buyer: 'Creator', contracts, workId }
  const publish = (keys: Keys) => command(keys, 'coop.publish', { ...order, deadline: node.height() + 30 })
  expect((await publish(ann)).code).toBe('not-found')
  const { orderId } = (await publish(creator)).value as { orderId: string }
  await chain.nextBlock()
  const shown = (await officer.browser.ask('coop.show', { orderId })).value as { order: { actId: string } }
  expect(await signAct(officer, shown.order.actId)).toMatchObject({ code: 'ok' })
  await chain.nextBlock()
  expect(await read()).toMatchObject({ orders: [{ id: orderId, need: 30_000n + FUNDING_FEE }] })
  const before = await held(creator)
  await done(ann, 'coop.pledge', { orderId, amount: 30_000n + FUNDING_FEE })
  await chain.nextBlock()
  expect(await chain.nextBlock()).toBe(FUNDING_FEE)
  expect(await held(creator)).toBe(before + 30_000n)
})

type Handed = { id: string; name: string; state: string; taken: string | null; creditTxid: string | null }
type Task = { id: string; left: number; isOpen: boolean; contributions: Handed[] }
const tasksOf = async () => ((await read()) as unknown as { tasks: Task[] }).tasks
const REWARD = 4_000n
/** Beside the reward each place holds what taking a contribution costs. */
const PLACE = REWARD + 2n * FEE

test('a creator asks others for something, and who is taken is paid at once and named with the work', async () => {
  const terms = { workId, title: 'A cover', brief: 'Ink, two colours', reward: REWARD, places: 2 }
  const post = (keys: Keys, deadline: number) => command(keys, 'works.addTask', { ...terms, deadline })
  expect((await post(ann, node.height() + 30)).code).toBe('not-found')
  expect((await post(creator, node.height() + 9)).code).toBe('task-deadline')
  const deadline = node.height() + 14
  const before = { creator: await held(creator), ann: await held(ann), ben: await held(ben) }
  const { taskId } = await done<{ taskId: string }>(creator, 'works.addTask', { ...terms, deadline })
  const handing = (name: string) => ({ taskId, name, fingerprint: printOf(name), note: 'By hand' })
  expect((await command(ann, 'works.contribute', handing('Ann'))).code).toBe('task-closed')
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(creator)).toBe(before.creator - 2n * PLACE - FEE)
  expect((await command(creator, 'works.contribute', handing('Me'))).code).toBe('own-work')
  expect((await command(lea, 'works.contribute', handing('Lea'))).code).toBe('debtor-late')
  await done(ann, 'works.contribute', handing('阿安'))
  await done(ben, 'works.contribute', handing('Ben'))
  expect(await chain.nextBlock()).toBe(4n * FEE)
  const [task] = await tasksOf()
  expect(task).toMatchObject({
    left: 2,
    isOpen: true,
    contributions: [{ state: 'final' }, { state: 'final' }],
  })
  const [first] = task?.contributions.filter(({ name }) => name === '阿安') ?? []
  const take = (keys: Keys, contributionId = first?.id) =>
    browserOf(keys).call('works.takeContribution', { contributionId })
  expect((await take(ann)).code).toBe('not-found')
  expect((await browserOf(creator).call('works.endTask', { taskId })).code).toBe('task-open')
  const { actId } = (await take(creator)).value as { actId: string }
  expect((await take(creator)).value).toEqual({ actId })
  await signByWallet(browserOf(creator), actId, creator)
  expect((await take(creator)).code).toBe('contribution-taken')
  expect(await chain.nextBlock()).toBe(2n * FEE)
  expect(await held(ann)).toBe(before.ann + REWARD - 2n * FEE)
  const [paid] = await tasksOf()
  const [named] = paid?.contributions.filter(({ name }) => name === '阿安') ?? []
  expect(named).toMatchObject({ taken: 'paid' })
  const items = readRecordItems(await transactionOf(named?.creditTxid ?? ''))
  expect(JSON.parse(new TextDecoder().decode(items?.value))).toEqual({
    ...{ work: workId, task: taskId, title: '山水之间', name: '阿安' },
    ...{ fingerprint: printOf('阿安'), contributor: toHex(ann.hash) },
  })
  while (node.height() + 1 < deadline) await chain.nextBlock()
  expect((await command(ben, 'works.contribute', handing('Late'))).code).toBe('task-closed')
  const back = (await browserOf(creator).call('works.endTask', { taskId })).value as { actId: string }
  await signByWallet(browserOf(creator), back.actId, creator)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(creator)).toBe(before.creator - PLACE - 2n * FEE)
  expect((await browserOf(creator).call('works.endTask', { taskId })).code).toBe('rewards-gone')
  expect((await tasksOf())[0]).toMatchObject({ left: 0, isOpen: false })
})
