import type { TestBrowser } from '@vc/api/testing'
import { startTestNetwork, type TestNetwork } from '@vc/api/testing-network'
import { fromHex, hash160, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  ACCOUNT_ACTIVE,
  ADMISSION,
  CIRCULATION,
  CREDIT,
  encodeAccount,
  encodeAgent,
  genesisAllotment,
  genesisRecord,
  genesisRoster,
  keyHashScript,
  MANAGEMENT,
  POWER_CREDIT,
  TRANSFER,
  VALUE,
} from '@vc/ledger'
import { bookSale, dayAfter, dayNumber, NOTHING_BOOKED, type RoyaltyTerms } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkerDeps } from '../src/deps.ts'
import { followChain } from '../src/follow-chain.ts'
import { submissionHooks } from '../src/hooks.ts'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import {
  accountOf,
  giveAccount,
  type JudgedChain,
  judgedChain,
  keysOf,
  signByWallet,
} from './judged-chain.ts'
import { type ScriptedNode, scriptedNode } from './scripted-node.ts'
import { type SigningPerson, signAct, signingPerson } from './worker-kit.ts'

/** By the network's clock. The scripted node's blocks are all of 2027-01-15. */
const TODAY = '2026-01-08'
const PAID = '2027-01-15'
const FEE = 100n
const [operator, studioKeys, publisherKeys, channelKeys] = [
  keysOf('operator'),
  keysOf('studio'),
  keysOf('publisher'),
  keysOf('channel'),
]
const [playerKeys, friendKeys] = [keysOf('player'), keysOf('friend')]

let network: TestNetwork
let node: ScriptedNode
let deps: WorkerDeps
let chain: JudgedChain
let studio: SigningPerson
let publisher: SigningPerson
let channel: SigningPerson
let authority: SigningPerson
let player: TestBrowser
let friend: TestBrowser

const value = (script: Uint8Array, amount: bigint) => ({ element: VALUE, amount, script }) as const
const person = async (role: 'holder' | 'authority') =>
  signingPerson(network, (await network.found(role)).organisationId, role)

beforeAll(async () => {
  network = await startTestNetwork()
  network.reset()
  studio = await person('holder')
  publisher = await person('holder')
  channel = await person('holder')
  authority = await person('authority')
  await giveAccount(network, publisher, 'publisher', publisherKeys.hash)
  await giveAccount(network, channel, 'channel', channelKeys.hash)
  player = await accountOf(network, playerKeys)
  friend = await accountOf(network, friendKeys)
  const agentKey = fromHex(authority.actKey)
  const holderScript = operator.script
  const account = { debtKeyHash: channelKeys.hash, commitment: new Uint8Array(32), status: ACCOUNT_ACTIVE }
  const agent = { parent: new Uint8Array(), ceiling: 1_000_000n, powers: POWER_CREDIT }
  const credit = { element: CREDIT, amount: 1_000_000n, script: keyHashScript(hash160(agentKey)) } as const
  const { configuration } = network.deps().env
  const admission = ['one', 'two', 'three'].map((name) => keysOf(name).key)
  const founding = [
    genesisRoster(ADMISSION, admission, configuration),
    genesisAllotment(CIRCULATION, TRANSFER, [
      ...[value(operator.script, 50_000n), value(publisherKeys.script, 60_000n)],
      ...[value(channelKeys.script, 90_000n), value(channelKeys.script, 70_000n)],
      value(playerKeys.script, 5_000n),
    ]),
    genesisAllotment(MANAGEMENT, TRANSFER, [credit]),
    genesisRecord({
      ...{ table: 'account', key: channelKeys.hash, holderScript },
      value: encodeAccount({ ...account, agent: agentKey }),
    }),
    genesisRecord({ table: 'agent', key: agentKey, value: encodeAgent(agent), holderScript }),
  ]
  node = scriptedNode({ parameters: { blockInterval: 60 } })
  node.mine(founding)
  node.finalise(0)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { db } = network.database
  const { client } = node
  deps = { db, client, log, hooks: submissionHooks, operatingKey: operator.secret, dataDir: '/nowhere' }
  Object.assign(network.deps(), { client })
  chain = judgedChain({ network, node, deps, founding })
  await followChain(deps)
  network.deps().env.network.set(fromHex((await node.client.status()).network))
}, 120_000)
afterAll(() => network?.stop())

const terms: RoyaltyTerms = {
  ...{ validFrom: '2025-12-01', validTo: '2026-12-31', platformFee: 3_000, payDays: 7 },
  tiers: [
    { from: 0n, studio: 5_000, publisher: 3_000 },
    { from: 50_000n, studio: 6_000, publisher: 2_500 },
  ],
  guarantee: null,
  advance: { amount: 10_000n, rate: 5_000 },
}
const account = ({ hash }: { hash: Uint8Array }) => toHex(hash)

let titleId: string
const propose = (change: object = {}) =>
  studio.browser.call('studio.propose', {
    ...{ commandKey: crypto.randomUUID(), titleId, terms, account: account(studioKeys) },
    ...{ publisherId: publisher.organisationId, channelId: channel.organisationId, ...change },
  })
const join = ({ browser }: SigningPerson, contractId: string, keys = channelKeys) =>
  browser.call('studio.join', { contractId, account: account(keys) })

type Contract = {
  id: string
  version: number
  state: string
  actId: string | null
  part: string
  txid: string
}
const contractOf = async ({ browser }: { browser: TestBrowser }, contractId: string) =>
  ((await browser.ask('studio.contract', { contractId })).value as { contract: Contract }).contract
type Statement = {
  statement: {
    owed: bigint
    open: bigint
    paid: bigint
    late: bigint
    lateDays: number
    delayTenths: number | null
  }
  lines: { line: number; studio: bigint; publisher: bigint; channel: bigint; recouped: bigint; net: bigint }[]
  dues: { part: string; state: string; amount: bigint; ageDays: number; delay: number | null; txid: string }[]
}
const statementOf = async ({ browser }: { browser: TestBrowser }, statementId: string) =>
  (await browser.ask('studio.statement', { statementId })).value as Statement

const HEAD = 'period,title,units,gross,refunds,tax'
const file = (fileName: string, ...lines: string[]) => ({
  ...{ fileName, content: Buffer.from([HEAD, ...lines].join('\n')).toString('base64') },
})
const bring = async (brought: ReturnType<typeof file>) => channel.browser.call('studio.bring', brought)

/** What lies under a key in circulation by the projected ledger. */
async function held({ hash }: { hash: Uint8Array }): Promise<bigint> {
  const { outputs } = schema
  const rows = await network.database.db
    .select()
    .from(outputs)
    .where(eq(outputs.keyHash, toHex(hash)))
  return rows
    .filter(
      ({ spentHeight, element, layer }) => spentHeight === null && element === VALUE && layer === CIRCULATION,
    )
    .reduce((sum, { amount }) => sum + amount, 0n)
}

test('a contract holds when all three parties have signed it with hardware keys, and not before', async () => {
  const commandKey = crypto.randomUUID()
  const title = { commandKey, code: 'SKY', name: '云海 Sky' }
  expect((await studio.browser.call('studio.addTitle', title)).code).toBe('ok')
  expect((await studio.browser.call('studio.addTitle', title)).value).toEqual({ titleId: commandKey })
  expect(
    (await publisher.browser.call('studio.addTitle', { ...title, commandKey: crypto.randomUUID() })).code,
  ).toBe('title-code-taken')
  titleId = commandKey
  expect((await propose({ publisherId: channel.organisationId })).code).toBe('parties-same')
  const [first] = terms.tiers
  expect((await propose({ terms: { ...terms, tiers: [{ ...first, from: 1n }] } })).code).toBe('terms-tiers')
  expect((await propose({ account: 'nobody' })).code).toBe('payee-unknown')
  const { contractId } = (await propose()).value as { contractId: string }
  expect((await propose()).code).toBe('version-open')
  expect((await join(authority, contractId)).code).toBe('not-allowed')
  expect((await join(publisher, contractId, publisherKeys)).code).toBe('ok')
  expect((await contractOf(channel, contractId)).state).toBe('proposed')
  expect((await join(channel, contractId)).code).toBe('ok')
  await chain.nextBlock()
  const { actId, state } = await contractOf(studio, contractId)
  expect(state).toBe('to-sign')
  for (const signer of [channel, studio])
    expect(await signAct(signer, must(actId ?? undefined, 'an act'))).toMatchObject({ code: 'ok' })
  await chain.nextBlock()
  expect((await contractOf(publisher, contractId)).state).toBe('to-sign')
  expect(await signAct(publisher, must(actId ?? undefined, 'an act'))).toMatchObject({ code: 'ok' })
  await chain.nextBlock()
  expect(await contractOf(channel, contractId)).toMatchObject({
    state: 'agreed',
    version: 1,
    part: 'channel',
  })
  const { records } = schema
  const [written] = await network.database.db.select().from(records).where(eq(records.table, 'royalty'))
  const told = JSON.parse(new TextDecoder().decode(must(written, 'a record').value))
  expect(told).toMatchObject({
    code: 'SKY',
    version: '1',
    parties: { studio: { account: account(studioKeys) } },
  })
  expect((await channel.browser.call('studio.withdraw', { contractId })).code).toBe('act-closed')
})

let agreedId: string
test('the publisher pays an advance that was agreed, and no more', async () => {
  const contracts = (await publisher.browser.ask('studio.contracts')).value as Contract[]
  agreedId = must(contracts[0], 'the contract').id
  const ask = (amount: bigint, { browser }: { browser: TestBrowser } = publisher) =>
    browser.call('studio.advance', { commandKey: crypto.randomUUID(), contractId: agreedId, amount })
  expect((await ask(10_001n)).code).toBe('advance-over')
  expect((await ask(1n, channel)).code).toBe('contract-closed')
  const { actId } = (await ask(10_000n)).value as { actId: string }
  expect((await ask(1n)).code).toBe('advance-over')
  await signByWallet(publisher.browser, actId, publisherKeys)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(studioKeys)).toBe(10_000n)
})

const yesterday = dayAfter(TODAY, -1)
const good = file(
  'january.csv',
  `${yesterday},SKY,40,500.00,20.00,30.00`,
  `${dayAfter(TODAY, -2)},SKY,20,300.00,0,0.01`,
)
let statementId: string

test('a dirty statement is refused whole with every bad line, a clean one is booked once, to the unit', async () => {
  const dirty = file(
    'dirty.csv',
    `${TODAY},SKY,1,1,0,0`,
    `${yesterday},SEA,1,1,0,0`,
    `${yesterday},SKY,1,1.005,0,0`,
  )
  const { value: seen } = await channel.browser.call('studio.preview', dirty)
  const bad = (seen as { seen: { bad: { line: number; code: string }[] } }).seen.bad
  expect(bad.map(({ line, code }) => [line, code])).toEqual([
    [2, 'day-ahead'],
    [3, 'title-unknown'],
    [4, 'amount-decimals'],
  ])
  expect((await bring(dirty)).code).toBe('statement-bad')
  expect(await network.database.db.select().from(schema.royaltyLines)).toEqual([])
  const brought = (await bring(good)).value as { statementId: string; isNew: boolean }
  expect(brought.isNew).toBe(true)
  statementId = brought.statementId
  expect((await bring(good)).value).toEqual({ statementId, isNew: false })
  expect((await bring(file('again.csv', `${yesterday},SKY,40,500.00,20.00,30.00`))).code).toBe(
    'statement-bad',
  )
  const { lines } = await statementOf(channel, statementId)
  const earlier = bookSale(terms, NOTHING_BOOKED, { day: dayAfter(TODAY, -2), net: 29_999n }, 10_000n)
  const later = bookSale(terms, earlier.books, { day: yesterday, net: 45_000n }, 10_000n)
  expect(lines).toMatchObject([earlier.shares, later.shares])
  expect(lines.map((line) => line.studio + line.publisher + line.channel)).toEqual([29_999n, 45_000n])
})

test('each party sees what is its own, and others see nothing', async () => {
  expect((await statementOf(studio, statementId)).dues.map(({ part }) => part)).toEqual(['studio', 'studio'])
  expect((await statementOf(publisher, statementId)).dues.map(({ part }) => part)).toEqual([
    'publisher',
    'publisher',
  ])
  const stranger = await person('holder')
  expect((await stranger.browser.ask('studio.statement', { statementId })).code).toBe('not-found')
  expect((await stranger.browser.ask('studio.contract', { contractId: agreedId })).code).toBe('not-found')
  expect((await stranger.browser.ask('studio.statements')).value).toEqual([])
  expect((await studio.browser.call('studio.pay', { statementId })).code).toBe('not-found')
})

test('one transaction of the channel pays every share to the unit, and the delay is told', async () => {
  const before = {
    studio: await held(studioKeys),
    publisher: await held(publisherKeys),
    channel: await held(channelKeys),
  }
  const { lines } = await statementOf(channel, statementId)
  const sum = (part: 'studio' | 'publisher') => lines.reduce((all, line) => all + line[part], 0n)
  const { actId } = (await channel.browser.call('studio.pay', { statementId })).value as { actId: string }
  expect((await channel.browser.call('studio.pay', { statementId })).value).toEqual({ actId })
  expect((await statementOf(studio, statementId)).statement.open).toBe(sum('studio'))
  await signByWallet(channel.browser, actId, channelKeys)
  const fee = await chain.nextBlock()
  expect(await held(studioKeys)).toBe(before.studio + sum('studio'))
  expect(await held(publisherKeys)).toBe(before.publisher + sum('publisher'))
  expect(await held(channelKeys)).toBe(before.channel - sum('studio') - sum('publisher') - fee)
  const { statement, dues } = await statementOf(channel, statementId)
  expect(statement).toMatchObject({ owed: 0n, open: 0n, late: 0n, paid: sum('studio') + sum('publisher') })
  const days = [2, 1].map((ago) => dayNumber(PAID) - dayNumber(dayAfter(TODAY, -ago)))
  const told = days.flatMap((one) => [`paid-final ${one}`, `paid-final ${one}`])
  expect(dues.map(({ state, delay }) => `${state} ${delay}`)).toEqual(told)
  const [longest = 0, shortest = 0] = days
  expect(statement.delayTenths).toBeGreaterThan(10 * shortest)
  expect(statement.delayTenths).toBeLessThan(10 * longest)
  expect((await channel.browser.call('studio.pay', { statementId })).code).toBe('nothing-owed')
})

test('what is not paid in time is an arrear with its age, and becomes the channel’s debt to the unit', async () => {
  const late = file('december.csv', `${dayAfter(TODAY, -20)},SKY,9,100.00,0,0`)
  const { statementId: lateId } = (await bring(late)).value as { statementId: string }
  const { statement, dues } = await statementOf(studio, lateId)
  const owed = must(dues[0], 'the studio’s share').amount
  expect(statement).toMatchObject({ owed, late: owed, lateDays: 13 })
  const asked = {
    ...{ commandKey: crypto.randomUUID(), statementId: lateId, payee: account(studioKeys) },
    ...{
      accountId: account(channelKeys),
      termBlocks: 600,
      lots: 1,
      purpose: 'Shares of December',
      guarantee: 'G',
    },
  }
  const nobody = { ...asked, commandKey: crypto.randomUUID(), payee: '00'.repeat(20) }
  expect((await channel.browser.call('studio.arrearsToCredit', nobody)).code).toBe('nothing-late')
  const { applicationId } = (await channel.browser.call('studio.arrearsToCredit', asked)).value as {
    applicationId: string
  }
  expect((await channel.browser.call('studio.arrearsToCredit', asked)).value).toEqual({ applicationId })
  expect((await statementOf(studio, lateId)).dues).toMatchObject([{ state: 'credit-asked' }])
  const { actId } = (await authority.browser.call('credit.approve', { applicationId })).value as {
    actId: string
  }
  expect(await signAct(authority, actId)).toMatchObject({ code: 'ok' })
  expect(await signByWallet(channel.browser, actId, channelKeys)).toMatchObject({ code: 'ok' })
  const before = { value: await held(studioKeys), net: chain.net() }
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(studioKeys)).toBe(before.value + owed)
  expect(chain.net()).toBe(before.net - FEE)
  const after = await statementOf(studio, lateId)
  expect(after.dues).toMatchObject([{ state: 'debt' }])
  expect(after.statement).toMatchObject({ owed: 0n, late: 0n, lateDays: 0 })
  // The publisher's share is still late, and is paid like any other.
  expect((await statementOf(publisher, lateId)).dues).toMatchObject([{ state: 'arrear', ageDays: 13 }])
  const paying = (await channel.browser.call('studio.pay', { statementId: lateId })).value as {
    actId: string
  }
  await signByWallet(channel.browser, paying.actId, channelKeys)
  await chain.nextBlock()
  expect((await statementOf(publisher, lateId)).dues).toMatchObject([{ state: 'paid-final' }])
  expect((await statementOf(studio, lateId)).dues).toMatchObject([{ state: 'debt' }])
})

test('a new version takes over from its first day, the old one is kept', async () => {
  const changed = { ...terms, validFrom: '2026-01-10', platformFee: 0, advance: null }
  const { contractId } = (await propose({ terms: changed })).value as { contractId: string }
  expect(await contractOf(channel, contractId)).toMatchObject({ version: 2, state: 'proposed' })
  const both = (await channel.browser.ask('studio.contract', { contractId })).value as {
    versions: Contract[]
  }
  expect(both.versions.map(({ version, state }) => `${version} ${state}`)).toEqual(['2 proposed', '1 agreed'])
  expect((await channel.browser.call('studio.withdraw', { contractId })).code).toBe('ok')
  expect((await contractOf(studio, contractId)).state).toBe('withdrawn')
  expect((await join(publisher, contractId, publisherKeys)).code).toBe('contract-closed')
})

const turn = (module: string, isOn = true) => channel.browser.call('studio.switchModule', { module, isOn })
const plays = (fileName: string, ...lines: string[]) => ({
  ...{ fileName },
  content: Buffer.from(['event,title,kind,player,referrer,amount', ...lines].join('\n')).toString('base64'),
})

test('a channel opens modules step by step, books points once for each event, and points give one voice', async () => {
  const [mei, lan] = [account(playerKeys), account(friendKeys)]
  const good = plays('june.csv', `e1,SKY,play,${mei},,`, `e2,SKY,top-up,${mei},${lan},12.99`)
  const book = (of: object) => channel.browser.call('studio.bringEvents', of)
  expect((await book(good)).code).toBe('module-off')
  expect((await turn('rewards')).code).toBe('ok')
  expect((await book(plays('dirty.csv', `e1,SKY,play,${mei},,`, `e3,SKY,gift,${mei},,`))).code).toBe(
    'play-events-bad',
  )
  expect((await book(good)).value).toEqual({ booked: 2, isNew: true })
  expect((await book(good)).value).toEqual({ booked: 0, isNew: false })
  expect((await book(plays('again.csv', `e2,SKY,top-up,${mei},${lan},12.99`))).code).toBe('play-events-bad')
  const own = async (browser: TestBrowser) =>
    ((await browser.ask('studio.points')).value as { own: { reason: string; points: bigint }[] }).own
  expect((await own(player)).map(({ reason, points }) => `${reason} ${points}`)).toEqual([
    'play 1',
    'top-up 12',
  ])
  expect((await own(friend)).map(({ reason, points }) => `${reason} ${points}`)).toEqual(['referral 10'])

  const idea = { commandKey: crypto.randomUUID(), titleId, text: 'A map of the south', days: 7 }
  expect((await publisher.browser.call('studio.addIdea', idea)).code).toBe('not-found')
  const { ideaId } = (await studio.browser.call('studio.addIdea', idea)).value as { ideaId: string }
  expect((await player.call('studio.vote', { ideaId })).code).toBe('module-off')
  await turn('votes')
  for (const one of [player, player, friend])
    expect((await one.call('studio.vote', { ideaId })).code).toBe('ok')
  expect((await publisher.browser.call('studio.vote', { ideaId })).code).toBe('not-found')
  expect((await player.ask('studio.ideas')).value).toMatchObject([{ voices: 2, points: 23n, hasVoted: true }])
  expect((await publisher.browser.ask('studio.ideas')).value).toEqual([])

  await turn('settlement', false)
  expect((await bring(file('closed.csv', `${dayAfter(TODAY, -3)},SKY,1,1,0,0`))).code).toBe('module-off')
  await turn('settlement')
})

test('a trial is bought by one payment to the channel, or lapses with nothing owed', async () => {
  type Offer = {
    id: string
    open: { count: number; credit: bigint }
    trial: { id: string; state: string } | null
  }
  const offered = async (browser: TestBrowser) =>
    must(((await browser.ask('studio.offers')).value as Offer[])[0], 'an offer')
  const offer = { code: 'SKY', price: 1_999n, days: 7 }
  expect((await channel.browser.call('studio.offer', offer)).code).toBe('module-off')
  await turn('trial')
  expect((await studio.browser.call('studio.offer', offer)).code).toBe('module-off')
  expect((await channel.browser.call('studio.offer', offer)).code).toBe('ok')
  const tryIt = async (browser: TestBrowser) =>
    (
      await browser.call('studio.tryTitle', {
        commandKey: crypto.randomUUID(),
        offerId: (await offered(browser)).id,
      })
    ).value as { trialId: string }
  const { trialId } = await tryIt(player)
  expect(await tryIt(player)).toEqual({ trialId })
  const lapsing = await tryIt(friend)
  expect((await offered(channel.browser)).open).toEqual({ count: 2, credit: 3_998n })
  expect((await friend.call('studio.buy', { trialId })).code).toBe('not-found')

  const before = await held(channelKeys)
  const { actId } = (await player.call('studio.buy', { trialId })).value as { actId: string }
  expect((await player.call('studio.buy', { trialId })).value).toEqual({ actId })
  await signByWallet(player, actId, playerKeys)
  expect(await chain.nextBlock()).toBe(FEE)
  expect((await offered(player)).trial).toMatchObject({ state: 'bought' })
  expect(await held(channelKeys)).toBe(before + offer.price)
  expect((await player.call('studio.buy', { trialId })).code).toBe('trial-over')

  const { trials } = schema
  await deps.db
    .update(trials)
    .set({ endsAt: new Date(0) })
    .where(eq(trials.id, lapsing.trialId))
  expect((await offered(friend)).trial).toMatchObject({ state: 'lapsed' })
  expect((await friend.call('studio.buy', lapsing)).code).toBe('trial-over')
  expect((await offered(channel.browser)).open).toEqual({ count: 0, credit: 0n })
  const { outputs } = schema
  expect(
    await deps.db
      .select()
      .from(outputs)
      .where(eq(outputs.keyHash, account(friendKeys))),
  ).toEqual([])
})

test('tables filled anew from the blocks are the same', async () => {
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
})
