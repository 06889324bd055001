import { callSteppedUp } from '@vc/api/testing'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { bookSale, dayAfter, dayNumber, NOTHING_BOOKED } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuildProjections, tableDigest } from '../src/rebuild.ts'
import { signByWallet } from './judged-chain.ts'
import {
  account,
  type Contract,
  channelKeys,
  contractOf,
  file,
  heldUnder,
  personOf,
  proposalOf,
  publisherKeys,
  type StudioDesk,
  startStudio,
  statementOf,
  studioKeys,
  takePart,
  terms,
} from './studio-kit.ts'
import { signAct } from './worker-kit.ts'

/** By the network's clock. The scripted node's blocks are all of 2027-01-15. */
const TODAY = '2026-01-08'
const PAID = '2027-01-15'
const FEE = 100n
let network: StudioDesk['network']
let node: StudioDesk['node']
let deps: StudioDesk['deps']
let chain: StudioDesk['chain']
let studio: StudioDesk['studio']
let publisher: StudioDesk['publisher']
let channel: StudioDesk['channel']
let authority: StudioDesk['authority']

beforeAll(async () => {
  const desk = await startStudio()
  ;({ network, node, deps, chain, studio, publisher, channel, authority } = desk)
}, 120_000)
afterAll(() => network?.stop())

let titleId: string
const propose = (change: object = {}) =>
  studio.browser.call('studio.propose', { ...proposalOf({ publisher, channel }, titleId), ...change })
const bring = async (brought: ReturnType<typeof file>) => channel.browser.call('studio.bring', brought)

const held = (keys: { hash: Uint8Array }) => heldUnder(network, keys)

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
  expect((await takePart(authority, contractId)).code).toBe('not-allowed')
  expect((await takePart(publisher, contractId, publisherKeys)).code).toBe('ok')
  expect((await contractOf(channel, contractId)).state).toBe('proposed')
  expect((await takePart(channel, contractId)).code).toBe('ok')
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
  const ask = (amount: bigint, { browser } = publisher) =>
    browser.call('studio.advance', { commandKey: crypto.randomUUID(), contractId: agreedId, amount })
  expect((await ask(10_001n)).code).toBe('advance-over')
  expect((await ask(1n, channel)).code).toBe('contract-closed')
  expect((await forecast(9_999n)).code).toBe('ok')
  expect((await ask(10_000n)).code).toBe('forecast-over')
  expect((await forecast(16_000n)).code).toBe('ok')
  const before = await held(studioKeys)
  const { actId } = (await ask(10_000n)).value as { actId: string }
  expect((await ask(1n)).code).toBe('advance-over')
  await signByWallet(publisher.browser, actId, publisherKeys)
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(studioKeys)).toBe(before + 10_000n)
})

/** What the studio expects of its shares this winter. */
function forecast(amount: bigint, { browser } = studio) {
  network.clock().advance(1_000)
  const days = { fromDay: '2025-12-01', toDay: '2026-03-31' }
  return browser.call('studio.forecast', {
    ...{ commandKey: crypto.randomUUID(), contractId: agreedId, amount, ...days },
  })
}
type Funds = { funds: { left: bigint; credit: bigint; advanced: bigint; booked: bigint } }
const fundsOf = async () =>
  ((await publisher.browser.ask('studio.contract', { contractId: agreedId })).value as Funds).funds

test('the studio draws credit against its forecast, and never above what it leaves', async () => {
  expect((await forecast(1n, publisher)).code).toBe('contract-closed')
  expect(await fundsOf()).toMatchObject({ left: 6_000n, advanced: 10_000n, credit: 0n, booked: 0n })
  const draw = (amount: bigint, { browser } = studio) =>
    browser.call('studio.drawCredit', {
      ...{ commandKey: crypto.randomUUID(), contractId: agreedId, amount, termBlocks: 600, lots: 1 },
      ...{ accountId: account(studioKeys), purpose: 'Music for the launch', guarantee: 'Shares' },
    })
  expect((await draw(1n, channel)).code).toBe('contract-closed')
  expect((await draw(6_001n)).code).toBe('forecast-over')
  const { applicationId } = (await draw(4_000n)).value as { applicationId: string }
  expect((await draw(2_001n)).code).toBe('forecast-over')
  const reason = 'The forecast is the channel’s own'
  await callSteppedUp(authority.browser, authority.key, 'credit.overrule', { applicationId, reason })
  const { actId } = (await authority.browser.call('credit.approve', { applicationId })).value as {
    actId: string
  }
  const before = await held(studioKeys)
  await signAct(authority, actId)
  expect(await signByWallet(studio.browser, actId, studioKeys)).toMatchObject({ code: 'ok' })
  expect(await chain.nextBlock()).toBe(FEE)
  expect(await held(studioKeys)).toBe(before + 4_000n - FEE)
  expect(await fundsOf()).toMatchObject({ left: 2_000n, credit: 4_000n })
  const { applicationId: other } = (await draw(2_000n)).value as { applicationId: string }
  expect((await draw(1n)).code).toBe('forecast-over')
  await authority.browser.call('credit.decline', { applicationId: other, reason: 'Later' })
  expect(await fundsOf()).toMatchObject({ left: 2_000n })
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
  const stranger = await personOf(network)('holder')
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
  const reason = 'Arrears of three parties who know each other'
  await callSteppedUp(authority.browser, authority.key, 'credit.overrule', { applicationId, reason })
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

type Correcting = { statementId: string; isNew: boolean }
const correct = (of: string, right: ReturnType<typeof file>, { browser } = channel) =>
  browser.call('studio.correct', { statementId: of, ...right })
const sumOf = (rows: readonly { amount: bigint }[]) => rows.reduce((sum, { amount }) => sum + amount, 0n)

test('a correction names the statement that it corrects, and what was paid too much is set off', async () => {
  const right = file('right.csv', `${yesterday},SKY,38,480.00,20.00,30.00`)
  expect((await correct(statementId, right, studio)).code).toBe('not-found')
  const strange = file('strange.csv', `${dayAfter(TODAY, -9)},SKY,1,1,0,0`)
  expect((await correct(statementId, strange)).code).toBe('statement-bad')
  expect((await correct(statementId, file('same.csv', `${yesterday},SKY,40,500.00,20.00,30.00`))).code).toBe(
    'correction-same',
  )
  const made = (await correct(statementId, right)).value as Correcting
  expect(made.isNew).toBe(true)
  expect((await correct(statementId, right)).value).toEqual({ ...made, isNew: false })
  const other = file(
    'again.csv',
    `${yesterday},SKY,38,480.00,20.00,30.00`,
    `${dayAfter(TODAY, -2)},SKY,20,300.00,0,0.01`,
  )
  expect((await correct(statementId, other)).code).toBe('correction-same')

  const { lines, dues, kin } = await statementOf(channel, made.statementId)
  expect(lines).toMatchObject([{ net: -2_000n }])
  expect(kin).toMatchObject([{ id: statementId, correction: 0 }])
  expect(dues.map(({ state }) => state)).toEqual(['to-set-off', 'to-set-off'])
  expect((await statementOf(studio, statementId)).kin).toMatchObject([
    { id: made.statementId, correction: 1 },
  ])
  expect((await statementOf(studio, statementId)).dues).toMatchObject([{ state: 'paid-final' }, {}])
  expect((await statementOf(channel, made.statementId)).statement).toMatchObject({ owed: 0n, late: 0n })

  const next = file('next.csv', `${dayAfter(TODAY, -5)},SKY,5,200.00,0,0`)
  const brought = (await bring(next)).value as { statementId: string }
  const due = await statementOf(channel, brought.statementId)
  expect(sumOf(due.dues) + sumOf(dues)).toBe(due.statement.owed)
  expect((await statementOf(channel, made.statementId)).dues.map(({ state }) => state)).toEqual([
    ...['set-off', 'set-off'],
  ])
  expect(await paidBy(brought.statementId)).toEqual(
    ['studio', 'publisher'].map((part) => due.dues.find((one) => one.part === part)?.left),
  )
  await expectBooks(43_000n, [20_000n])
})

/** Pays a statement and gives what studio and publisher got by it. */
async function paidBy(of: string): Promise<readonly bigint[]> {
  const both = async () => [await held(studioKeys), await held(publisherKeys)]
  const [before, net] = [await both(), chain.net()]
  const { actId } = (await channel.browser.call('studio.pay', { statementId: of })).value as { actId: string }
  await signByWallet(channel.browser, actId, channelKeys)
  const fee = await chain.nextBlock()
  expect(chain.net()).toBe(net - fee)
  return (await both()).map((sum, at) => sum - (before[at] ?? 0n))
}

/** All that was ever booked is what the right figures give when they are booked at once. */
async function expectBooks(corrected: bigint, later: readonly bigint[]): Promise<void> {
  const days = [29_999n, corrected, 10_000n, ...later]
  let books = NOTHING_BOOKED
  const right = days.map((net) => {
    const booked = bookSale(terms, books, { day: yesterday, net }, 10_000n)
    books = booked.books
    return booked.shares
  })
  const rows = await network.database.db.select().from(schema.royaltyLines)
  for (const part of ['net', 'studio', 'publisher', 'channel', 'recouped'] as const)
    expect(rows.reduce((sum, row) => sum + row[part], 0n)).toBe(
      right.reduce((sum, shares) => sum + shares[part], 0n),
    )
}

test('what a correction gives more goes into the next payment, whichever statement that is of', async () => {
  const right = file('more.csv', `${yesterday},SKY,44,600.00,20.00,30.00`)
  const made = (await correct(statementId, right)).value as Correcting
  const { dues } = await statementOf(channel, made.statementId)
  expect(dues.map(({ state }) => state)).toEqual(['due', 'due'])
  const next = file('last.csv', `${dayAfter(TODAY, -4)},SKY,5,100.00,0,0`)
  const brought = (await bring(next)).value as { statementId: string }
  const due = (await statementOf(channel, brought.statementId)).dues
  const all = [...dues, ...due]
  expect(await paidBy(brought.statementId)).toEqual(
    ['studio', 'publisher'].map((part) => sumOf(all.filter((one) => one.part === part))),
  )
  expect((await statementOf(studio, made.statementId)).dues).toMatchObject([{ state: 'paid-final' }])
  await expectBooks(55_000n, [20_000n, 10_000n])
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
  expect((await takePart(publisher, contractId, publisherKeys)).code).toBe('contract-closed')
})

test('tables filled anew from the blocks are the same', async () => {
  const grown = await tableDigest(deps.db)
  await rebuildProjections(deps.db, node.client)
  expect(await tableDigest(deps.db)).toEqual(grown)
})
