import { GRANT_COST } from '@vc/admission'
import { callSteppedUp, type TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { formatAddress, fromHex, hash160, sha256, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { DEBT_LAYER, genesisRecord, keyHashScript, VALUE } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { accumulatedOf } from './accumulated-kit.ts'
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
import { type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

const FEE = 100n
const RESERVE = 12_000n
const HOLDS = 40_000n
/** What the scripted node says of how long an overdue debt is not bad yet. */
const BAD_DEBT_AGE = 60
const [operator, mill, lin, ann] = ['operator', 'mill', 'lin', 'ann'].map(keysOf) as [Keys, Keys, Keys, Keys]
/** A company and two farms as one: two of three decide. */
const union = unionOf([mill, lin, keysOf('zhou')], 2)
/** Always-on services of two of them and a third, by VCC1. */
const services = accumulatedOf(
  [mill, lin, keysOf('zhou')].map(({ hash }, i) => ({ name: `Service ${i}`, owner: hash })),
  2,
  () => network.deps().env.network,
)

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let chain: JudgedChain
let leader: SigningPerson
let authority: SigningPerson
let keeper: SigningPerson
/** A member elsewhere, and somebody who has nothing to do with the union. */
let member: TestBrowser
let stranger: TestBrowser

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  // What open acts hold is judged by the database's own clock.
  network.clock().advance(Date.now() - network.clock().nowMs())
  const person = async (role: 'holder' | 'authority' | 'admission') =>
    signingPerson(network, (await network.found(role)).organisationId, role)
  const { env } = network.deps()
  // What judges here goes by what the scripted node says of bad debt.
  Object.assign(env, { configuration: { ...env.configuration, badDebtAge: BAD_DEBT_AGE } })
  leader = await person('holder')
  authority = await person('authority')
  keeper = await person('admission')
  await giveAccount(network, leader, 'mill', mill.hash)
  member = await accountOf(network, lin)
  stranger = await accountOf(network, ann)
  const reserve = keyHashScript(hash160(fromHex(keeper.actKey)))
  const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
  const founding = [
    sample(
      [],
      [
        ...[value(operator.script, 50_000n), value(ann.script, 30_000n), value(mill.script, 5_000n)],
        ...[value(union.script, HOLDS), value(reserve, RESERVE), value(services.script, HOLDS)],
      ],
    ),
    ...creditDeskOf(fromHex(authority.actKey), [mill.hash], env.configuration),
    genesisRecord({
      ...{ table: 'reserve', key: utf8('bad-debt'), value: reserve, holderScript: operator.script },
    }),
  ]
  ;({ node, deps, chain } = await foundedChain(network, founding, operator.secret))
}, 120_000)
afterAll(() => network?.stop())

const command = async <T>(browser: TestBrowser, path: string, input: object): Promise<T> => {
  const { code, value } = await browser.call(path, input)
  expect(`${path} ${code}`).toBe(`${path} ok`)
  return value as T
}
const chainId = () => network.deps().env.network

const books = ({ account }: { readonly account: string } = union) => booksOf(deps.db, account)

/** A work of the leader's own, on the ledger by its own key: what stands behind the credit. */
async function registerWork(): Promise<{ kind: string; reference: string; name: string }> {
  const draft = { fingerprint: toHex(sha256(utf8('a seed'))), note: 'First' }
  const work = { commandKey: crypto.randomUUID(), title: 'A new rice', field: 'writing', reviewPoints: 0 }
  const { actId } = await command<{ actId: string }>(leader.browser, 'works.register', { ...work, ...draft })
  await signByWallet(leader.browser, actId, mill)
  await chain.nextBlock()
  const offered = (await leader.browser.ask('credit.pledgeable')).value
  const right = (offered as { kind: string; reference: string; name: string }[]).find(
    ({ kind }) => kind === 'right',
  )
  return must(right, 'a right to offer')
}

type Lot = {
  name: string
  txid: string
  amount: bigint
  standing: string
  isFree: boolean
  isInDebtLayer: boolean
}
type Debts = { value: bigint; locked: bigint; lots: Lot[] }
const debtsSeenBy = async (browser: TestBrowser) =>
  (await browser.ask('collectives.debts', { collectiveId })).value as Debts
let collectiveId: string
let txid: string

const AMOUNT = 50_000n
const LOT = AMOUNT / 5n
const TERM = 200

test('an application lists the certified assets behind it, and its approval gives the value to the union itself', async () => {
  const { kind, reference, name: description } = await registerWork()
  collectiveId = await union.register(leader.browser, chain.nextBlock)
  const asked = {
    ...{ collectiveId, amount: AMOUNT, termBlocks: TERM, lots: 5, purpose: 'Drying halls' },
    ...{ guarantee: 'The variety', guarantees: [{ kind, reference, description, cover: AMOUNT }] },
  }
  const submit = (browser: TestBrowser, change: object = {}) =>
    browser.call('credit.submit', { commandKey: crypto.randomUUID(), ...asked, ...change })
  expect((await submit(stranger)).code).toBe('not-found')
  const self = { kind: 'collective', reference: toHex(union.id), description: 'Ourselves', cover: AMOUNT }
  expect((await submit(leader.browser, { guarantees: [self] })).code).toBe('guarantee-oneself')
  expect((await submit(leader.browser, { accountId: toHex(mill.hash) })).code).toBe('input-malformed')
  const { applicationId } = (await submit(leader.browser)).value as { applicationId: string }
  const review = async () => (await authority.browser.ask('credit.review', { applicationId })).value
  expect(await review()).toMatchObject({
    ...{ cover: AMOUNT, guarantees: [{ kind: 'right', isThere: true, isOwn: true }] },
    collective: { name: 'Growers', held: HOLDS, owed: 0n },
  })
  const approve = () =>
    command<{ actId: string | null; proposalId: string }>(authority.browser, 'credit.approve', {
      applicationId,
    })
  const { proposalId } = await approve()
  await union.vote(leader.browser, proposalId, chainId(), 0, 1)
  await chain.nextBlock()
  const { actId } = await approve()
  await signAct(authority, must(actId ?? undefined, 'the authority signs last'))
  expect(await chain.nextBlock()).toBe(FEE)
  // All of it but the fee and the mark of its terms is the union's; so is the debt.
  expect(await books()).toEqual({ held: HOLDS + AMOUNT - GRANT_COST, owed: AMOUNT })
  const shown = (await leader.browser.ask('credit.show', { applicationId })).value as { txid: string }
  txid = shown.txid
  const { pledge } = (await member.ask('credit.case', { txid })).value as { pledge: { isMarked: boolean } }
  expect(pledge.isMarked).toBe(true)
}, 60_000)

test('an account’s credit may be paid to the union’s account by its address', async () => {
  const before = await books()
  const account = formatAddress({ kind: 'collective', id: union.id }, 'vdt')
  const asked = {
    ...{ commandKey: crypto.randomUUID(), accountId: toHex(mill.hash), amount: 2_000n, termBlocks: TERM },
    ...{ lots: 1, purpose: 'A share', guarantee: 'None', payee: { name: 'Growers', account } },
  }
  const { applicationId } = await command<{ applicationId: string }>(leader.browser, 'credit.submit', asked)
  const said = { applicationId, reason: 'Known for years' }
  await callSteppedUp(authority.browser, authority.key, 'credit.overrule', said)
  const review = (await authority.browser.ask('credit.review', { applicationId })).value
  expect(review).toMatchObject({ application: { payee: union.account, payeeName: 'Growers' } })
  const { actId } = await command<{ actId: string }>(authority.browser, 'credit.approve', { applicationId })
  await signAct(authority, actId)
  await signByWallet(leader.browser, actId, mill)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await books()).toEqual({ held: before.held + 2_000n - GRANT_COST, owed: before.owed })
})

/** The chain goes on without anything in it. */
async function goOnTo(height: number): Promise<void> {
  while (node.height() < height) node.mine()
  node.finalise(height)
  await followChain(deps)
}

test('members open the page of their debt and repay a lot by vote; who is no member sees none of it', async () => {
  for (const browser of [leader.browser, member])
    expect((await browser.ask('credit.case', { txid })).value).toMatchObject({
      story: { sums: { given: AMOUNT, unpaid: AMOUNT } },
      owners: expect.arrayContaining([expect.objectContaining({ keyHash: union.account, name: 'Growers' })]),
    })
  expect((await stranger.ask('credit.case', { txid })).code).toBe('not-found')
  expect((await stranger.ask('collectives.debts', { collectiveId })).code).toBe('not-found')
  const { lots } = await debtsSeenBy(member)
  expect(lots.map(({ amount, standing }) => [amount, standing])).toEqual(Array(5).fill([LOT, 'current']))
  const first = must(lots[0], 'a lot').name
  const ask = (browser: TestBrowser, names: readonly string[] = [first]) =>
    browser.call('collectives.askRepayment', {
      ...{
        commandKey: crypto.randomUUID(),
        collectiveId,
        lots: names,
        purpose: 'The harvest is sold',
        days: 3,
      },
    })
  expect((await ask(stranger)).code).toBe('not-found')
  expect((await ask(member, [`${'00'.repeat(32)}:0`])).code).toBe('debt-not-found')
  const before = await books()
  const { proposalId } = (await ask(member)).value as { proposalId: string }
  // While a vote holds it nobody draws on it again.
  expect((await ask(leader.browser)).code).toBe('debt-under-way')
  expect((await debtsSeenBy(member)).lots.filter(({ isFree }) => !isFree)).toHaveLength(1)
  await union.vote(member, proposalId, chainId(), 1)
  await chain.nextBlock()
  expect(await books()).toEqual(before)
  await union.vote(leader.browser, proposalId, chainId(), 2)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await books()).toEqual({ held: before.held - LOT - FEE, owed: before.owed - LOT })
  const told = (await member.ask('collectives.proposal', { proposalId })).value
  expect(told).toMatchObject({ kind: 'repayment', stage: 'final' })
  expect((await member.ask('credit.case', { txid })).value).toMatchObject({
    story: { sums: { repaid: LOT, unpaid: 4n * LOT } },
  })
})

type Kept = { actId: string; hasAgreed: boolean; state: string; vote: { proposalId: string; stage: string } }

test('the creditor has a lot restructured: members agree by vote beforehand, it keeps that and signs when it will', async () => {
  const name = must((await debtsSeenBy(member)).lots.at(-1), 'the lot due last').name
  const asked = { txid, lots: [name], termBlocks: 2 * TERM, parts: 2 }
  const { actId } = await command<{ actId: string }>(authority.browser, 'credit.restructure', asked)
  expect((await authority.browser.call('credit.restructure', asked)).code).toBe('restructuring-open')
  const kept = async () => {
    const { value } = await member.ask('credit.case', { txid })
    return must((value as { restructurings: Kept[] }).restructurings[0], 'a proposal of the creditor')
  }
  const ready = () => authority.browser.call('credit.readyRestructuring', { actId })
  expect(await kept()).toMatchObject({ actId, hasAgreed: false, vote: { stage: 'open' } })
  // Who shall sign stands there by name, the collective too.
  type Signers = { actId: string; signers: { organisation: { name: string } | null }[] }[]
  const listed = ((await authority.browser.ask('acts.list')).value as Signers).find(
    (one) => one.actId === actId,
  )
  expect(listed?.signers.map(({ organisation }) => organisation?.name)).toContain('Growers')
  expect((await ready()).code).toBe('restructuring-voting')
  expect(await signAct(authority, actId)).toMatchObject({ code: 'restructuring-voting' })
  const { proposalId } = (await kept()).vote
  await union.vote(member, proposalId, chainId(), 0, 2)
  expect(await chain.nextBlock()).toBe(0n)
  expect(await kept()).toMatchObject({ hasAgreed: true, state: 'open', vote: { stage: 'final' } })
  // What is kept holds nothing back.
  expect((await debtsSeenBy(member)).lots.every(({ isFree }) => isFree)).toBe(true)
  const before = await books()
  expect((await ready()).code).toBe('ok')
  expect(await signAct(authority, actId)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await kept()).toMatchObject({ state: 'final' })
  expect(await books()).toEqual({ held: before.held, owed: before.owed + FEE })
  const rows = await deps.db.select().from(schema.outputs).where(eq(schema.outputs.keyHash, union.account))
  const inDebtLayer = rows.filter(({ layer }) => layer === DEBT_LAYER)
  expect(inDebtLayer.map(({ amount, standard }) => [amount, standard])).toEqual(
    Array(2).fill([(LOT + FEE) / 2n, 'collective-debt']),
  )
}, 60_000)

test('another takes a lot over: members vote in the debtor’s place, then the creditor and the next debtor sign', async () => {
  const own = (await debtsSeenBy(member)).lots.filter((lot) => lot.txid === txid)
  const wish = { txid, lots: [must(own.at(-1), 'a lot of the credit').name], to: toHex(mill.hash) }
  const ask = (browser: TestBrowser) =>
    browser.call('credit.askTransfer', { commandKey: crypto.randomUUID(), ...wish, grounds: 'Our mill’s' })
  expect((await ask(stranger)).code).toBe('not-found')
  const { transferId } = (await ask(member)).value as { transferId: string }
  type Approved = { actId: string; isVoting?: true }
  const approve = () => command<Approved>(authority.browser, 'credit.approveTransfer', { transferId })
  const { actId, ...first } = await approve()
  expect(first).toEqual({ isVoting: true })
  const seen = async () => {
    const { transfers } = (await member.ask('credit.case', { txid })).value as {
      transfers: { signed: object; vote: { proposalId: string } }[]
    }
    return must(transfers[0], 'the wish')
  }
  await union.vote(member, (await seen()).vote.proposalId, chainId(), 1, 2)
  expect(await chain.nextBlock()).toBe(0n)
  expect(await seen()).toMatchObject({ signed: { creditor: false, debtor: true, next: false } })
  const before = await books()
  expect(await approve()).toEqual({ actId })
  expect(await signAct(authority, actId)).toMatchObject({ value: { status: 'open' } })
  expect(await signByWallet(leader.browser, actId, mill)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await books()).toEqual({ held: before.held, owed: before.owed - LOT })
}, 60_000)

test('from its height on anybody clears a lot with value of the own, and not a block before', async () => {
  const { lots } = await debtsSeenBy(leader.browser)
  const [lot] = lots
  const clear = (browser: TestBrowser) =>
    browser.call('credit.clear', { commandKey: crypto.randomUUID(), lots: [must(lot, 'a lot').name] })
  const due = (await deps.db.select().from(schema.outputs).where(eq(schema.outputs.txid, txid))).find(
    ({ index }) => lot?.name === `${txid}:${index}`,
  )
  const expiry = must(due?.expiryHeight ?? undefined, 'a lot is due')
  await goOnTo(expiry - 2)
  expect((await clear(stranger)).code).toBe('debt-not-due')
  await goOnTo(expiry)
  expect((await debtsSeenBy(member)).lots[0]?.standing).toBe('overdue')
  const { reminders } = (await member.ask('credit.reminders')).value as { reminders: { txid: string }[] }
  expect(reminders).toContainEqual(expect.objectContaining({ txid, stage: 'due' }))
  // Who is late spends only to repay.
  const spend = { collectiveId, to: toHex(ann.hash), amount: 100n, purpose: 'Seed', days: 3 }
  const proposed = await member.call('collectives.propose', { commandKey: crypto.randomUUID(), ...spend })
  expect(proposed.code).toBe('debtor-late')
  const before = await books()
  const { actId } = (await clear(stranger)).value as { actId: string }
  expect(await signByWallet(stranger, actId, ann)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await books()).toEqual({ held: before.held, owed: before.owed - LOT })
  expect((await clear(stranger)).code).toBe('debt-not-found')
})

test('what turns bad is written off out of the reserve by creditor and keeper; the net is the same', async () => {
  const [lot, ...restructured] = (await debtsSeenBy(member)).lots
  const left = restructured.reduce((sum, one) => sum + one.amount, 0n)
  expect(left).toBe(LOT + FEE)
  const { name, amount } = must(lot, 'the last lot')
  const ask = () =>
    authority.browser.call('credit.writeOff', {
      ...{ commandKey: crypto.randomUUID(), txid, lots: [name], grounds: 'Two floods' },
    })
  expect((await ask()).code).toBe('debt-not-bad')
  const rows = await deps.db.select().from(schema.outputs).where(eq(schema.outputs.txid, txid))
  const expiry = must(
    rows.find(({ index }) => name === `${txid}:${index}`)?.expiryHeight ?? undefined,
    'a lot is due',
  )
  await goOnTo(expiry + BAD_DEBT_AGE)
  expect((await debtsSeenBy(member)).lots[0]?.standing).toBe('bad')
  const note = { commandKey: crypto.randomUUID(), txid, text: 'Called twice; the guarantor pays nothing' }
  await command(authority.browser, 'credit.note', note)
  expect((await ask()).code).toBe('ok')
  await chain.nextBlock()
  const [act] = await deps.db.select().from(schema.acts).where(eq(schema.acts.kind, 'credit.write-off'))
  const { id } = must(act, 'a draft of the write-off')
  const net = chain.net()
  expect(await signAct(keeper, id)).toMatchObject({ value: { status: 'open' } })
  expect(await signAct(authority, id)).toMatchObject({ value: { status: 'submitted' } })
  expect(await chain.nextBlock()).toBe(0n)
  expect(chain.net()).toBe(net)
  expect((await books()).owed).toBe(left)
  const { db } = deps
  const reserve = await db
    .select()
    .from(schema.outputs)
    .where(eq(schema.outputs.keyHash, toHex(hash160(fromHex(keeper.actKey)))))
  expect(reserve.filter(({ spentHeight }) => spentHeight === null).map((one) => one.amount)).toEqual([
    RESERVE - amount,
  ])
  expect((await member.ask('credit.case', { txid })).value).toMatchObject({
    story: { sums: { writtenOff: amount, unpaid: left } },
  })
  // One file has the guarantee, the steps of recourse and the transaction that wrote the debt off (V-140).
  const file = (await authority.browser.ask('credit.case', { txid })).value as {
    writeOffs: { txid: string }[]
  }
  expect(file).toMatchObject({
    pledge: { isMarked: true, words: 'The variety', guarantees: [{ kind: 'right' }] },
    notes: [{ text: 'Called twice; the guarantor pays nothing' }],
    writeOffs: [{ amount, state: 'final' }],
  })
  const cleared = await deps.db.select().from(schema.outputs).where(eq(schema.outputs.txid, txid))
  expect(cleared.find(({ index }) => name === `${txid}:${index}`)?.spentBy).toBe(file.writeOffs[0]?.txid)
})

test('restructured lots are repaid by vote with locked value: what would stay locked is told and agreed to first', async () => {
  const [lot, other] = (await debtsSeenBy(member)).lots.map((one) => must(one, 'a restructured lot'))
  const [due, later] = [must(lot, 'the lot that is due'), must(other, 'the lot due later')]
  expect([due, later].map(({ isInDebtLayer, isFree }) => [isInDebtLayer, isFree])).toEqual([
    [true, true],
    [true, true],
  ])
  const locksOf = async (browser: TestBrowser, lots: readonly Lot[]) => {
    const asked = { collectiveId, lots: lots.map(({ name }) => name) }
    return browser.ask('collectives.locks', asked)
  }
  const ask = (lots: readonly Lot[], change: object = {}) => {
    const asked = { commandKey: crypto.randomUUID(), collectiveId, lots: lots.map(({ name }) => name) }
    return member.call('collectives.askRepayment', { ...asked, purpose: 'Sold', days: 3, ...change })
  }
  expect((await locksOf(stranger, [due])).code).toBe('not-found')
  const { locks, exact } = (await locksOf(member, [due])).value as { locks: bigint; exact: bigint }
  expect([locks > 0n, exact]).toEqual([true, due.amount + FEE])
  expect(await ask([due])).toMatchObject({ code: 'change-locked' })
  expect(await ask([due], { mayLock: locks - 1n })).toMatchObject({ code: 'change-locked' })
  const before = await books()
  const repay = async (lots: readonly Lot[], change: object = {}) => {
    const { proposalId } = (await ask(lots, change)).value as { proposalId: string }
    expect((await ask(lots, change)).code).toBe('debt-under-way')
    await union.vote(member, proposalId, chainId(), 1, 2)
    expect(await chain.nextBlock()).toBe(FEE)
    const told = (await member.ask('collectives.proposal', { proposalId })).value
    expect(told).toMatchObject({ kind: 'repayment', stage: 'final' })
  }
  await repay([due], { mayLock: locks })
  const once = { held: before.held - due.amount - FEE, owed: before.owed - due.amount }
  expect(await books()).toEqual(once)
  const stands = (await member.ask('collectives.debts', { collectiveId })).value as Debts
  expect(stands).toMatchObject({ locked: locks, lots: [{ name: later.name }] })
  // What is locked pays the next one: nothing of the coins is touched.
  expect((await locksOf(member, [later])).value).toMatchObject({ locks: 0n })
  await repay([later])
  expect(await books()).toEqual({ held: once.held - later.amount - FEE, owed: 0n })
  const { story } = (await member.ask('credit.case', { txid })).value as { story: { sums: object } }
  expect(story.sums).toMatchObject({ unpaid: 0n })
}, 60_000)

/** The union is given so much again, as one lot, its members agreeing first. */
async function giveAgain(amount: bigint): Promise<void> {
  const asked = { collectiveId, amount, termBlocks: TERM, lots: 1, purpose: 'Seed', guarantee: 'None' }
  const { applicationId } = await command<{ applicationId: string }>(leader.browser, 'credit.submit', {
    ...{ commandKey: crypto.randomUUID(), ...asked },
  })
  const said = { applicationId, reason: 'Known for years' }
  await callSteppedUp(authority.browser, authority.key, 'credit.overrule', said)
  type Approved = { actId: string | null; proposalId: string }
  const approve = () => command<Approved>(authority.browser, 'credit.approve', { applicationId })
  await union.vote(leader.browser, (await approve()).proposalId, chainId(), 0, 1)
  await chain.nextBlock()
  await signAct(authority, must((await approve()).actId ?? undefined, 'the authority signs last'))
  await chain.nextBlock()
}

test('what restructured lots left locked repays a lot that was never restructured, and is handed on by vote', async () => {
  await giveAgain(3_000n)
  const seen = async () => (await member.ask('collectives.debts', { collectiveId })).value as Debts
  const before = await seen()
  const [lot] = before.lots
  expect(lot).toMatchObject({ amount: 3_000n, isInDebtLayer: false })
  expect(before.locked).toBeGreaterThan(3_000n + FEE)
  const vote = async (proposalId: string) => {
    await union.vote(member, proposalId, chainId(), 1, 2)
    expect(await chain.nextBlock()).toBe(FEE)
    const told = (await member.ask('collectives.proposal', { proposalId })).value
    expect(told).toMatchObject({ stage: 'final' })
  }
  const open = async (path: string, asked: object) => {
    const of = { commandKey: crypto.randomUUID(), collectiveId, days: 3, purpose: 'What is locked' }
    return command<{ proposalId: string }>(member, path, { ...of, ...asked })
  }
  const lots = [must(lot, 'the new lot').name]
  expect((await member.ask('collectives.locks', { collectiveId, lots })).value).toMatchObject({ locks: 0n })
  await vote((await open('collectives.askRepayment', { lots })).proposalId)
  const after = await seen()
  expect(after).toMatchObject({ value: before.value, locked: before.locked - 3_000n - FEE, lots: [] })

  const handed = { to: toHex(ann.hash), isLocked: true }
  const tooMuch = { commandKey: crypto.randomUUID(), collectiveId, days: 3, purpose: 'All', ...handed }
  expect((await member.call('collectives.propose', { ...tooMuch, amount: after.locked })).code).toBe(
    'collective-short',
  )
  const net = chain.net()
  const amount = after.locked - FEE
  await vote((await open('collectives.propose', { ...handed, amount })).proposalId)
  expect(await seen()).toMatchObject({ value: before.value, locked: 0n })
  expect(chain.net()).toBe(net - FEE)
  // It lies with its new owner as what it was: locked.
  const owned = await deps.db
    .select()
    .from(schema.outputs)
    .where(eq(schema.outputs.keyHash, toHex(ann.hash)))
  const locked = owned.filter(({ layer, spentHeight }) => layer === DEBT_LAYER && spentHeight === null)
  expect(locked).toMatchObject([{ element: VALUE, amount }])
}, 60_000)

/** Both rounds of a vote of the services, by the two of them who are here. */
async function decide(proposalId: string): Promise<void> {
  const here = [leader.browser, member]
  for (const [i, browser] of here.entries()) expect(await services.commit(browser, proposalId, i)).toBe('ok')
  for (const [i, browser] of here.entries()) expect(await services.answer(browser, proposalId, i)).toBe('ok')
  expect(await chain.nextBlock()).toBeLessThanOrEqual(FEE)
}

test('a collective of VCC1 is given credit, spends it and pays it back, each by two rounds of its members', async () => {
  const made = await leader.browser.importFile('collectives.import', { ...services.file(), name: 'Services' })
  const { collectiveId: id } = made.value as { collectiveId: string }
  await chain.nextBlock()
  await chain.nextBlock()
  const { applicationId } = await command<{ applicationId: string }>(leader.browser, 'credit.submit', {
    ...{ commandKey: crypto.randomUUID(), collectiveId: id, amount: 9_000n, termBlocks: TERM, lots: 2 },
    ...{ purpose: 'Pumps', guarantee: 'None' },
  })
  const said = { applicationId, reason: 'Known for years' }
  await callSteppedUp(authority.browser, authority.key, 'credit.overrule', said)
  const approve = (change: object = {}) =>
    command<{ actId: string | null; proposalId: string }>(authority.browser, 'credit.approve', {
      applicationId,
      ...change,
    })
  const interest = { amount: 50n, premium: 0n, account: toHex(operator.hash) }
  const { proposalId } = await approve({ interest })
  await decide(proposalId)
  expect(await books(services)).toEqual({ held: HOLDS, owed: 0n })
  await signAct(authority, must((await approve()).actId ?? undefined, 'the authority signs last'))
  expect(await chain.nextBlock()).toBe(FEE)
  const given = (await leader.browser.ask('credit.show', { applicationId })).value
  expect(given).toMatchObject({ interest: { amount: 50n, premium: 0n } })
  expect(await books(services)).toEqual({ held: HOLDS + 8_950n - GRANT_COST, owed: 9_000n })

  const payment = { collectiveId: id, to: toHex(ann.hash), amount: 8_000n, purpose: 'A pump', days: 3 }
  const spend = { commandKey: crypto.randomUUID(), ...payment }
  await command(leader.browser, 'collectives.propose', spend)
  await decide(spend.commandKey)
  expect(await books(services)).toEqual({ held: HOLDS + 950n - GRANT_COST - FEE, owed: 9_000n })

  const { lots } = (await member.ask('collectives.debts', { collectiveId: id })).value as Debts
  const repayment = { commandKey: crypto.randomUUID(), collectiveId: id, purpose: 'Done', days: 3 }
  await command(member, 'collectives.askRepayment', { ...repayment, lots: lots.map(({ name }) => name) })
  await decide(repayment.commandKey)
  expect(await books(services)).toEqual({ held: HOLDS - 8_050n - GRANT_COST - 2n * FEE, owed: 0n })
  const told = (await member.ask('collectives.proposal', { proposalId: repayment.commandKey })).value
  expect(told).toMatchObject({ kind: 'repayment', stage: 'final', scheme: 'VCC1' })
}, 120_000)

test('tables filled anew from the blocks are the same', async () => {
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
})
