import type { TestBrowser } from '@vc/api/testing'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { VALUE } from '@vc/ledger'
import { checkItem } from '@vc/nfr'
import { dayAfter } from '@vc/settlement'
import { and, eq, ne } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signByWallet } from './judged-chain.ts'
import {
  account,
  agreedTitle,
  channelKeys,
  file,
  friendKeys,
  heldUnder,
  playerKeys,
  plays,
  type StudioDesk,
  startStudio,
  studioKeys,
} from './studio-kit.ts'
import { drain, readTransaction } from './worker-kit.ts'

const TODAY = '2026-01-08'
const FEE = 100n
let network: StudioDesk['network']
let deps: StudioDesk['deps']
let node: StudioDesk['node']
let chain: StudioDesk['chain']
let studio: StudioDesk['studio']
let publisher: StudioDesk['publisher']
let channel: StudioDesk['channel']
let player: StudioDesk['player']
let friend: StudioDesk['friend']
let titleId: string

beforeAll(async () => {
  const desk = await startStudio()
  ;({ network, deps, node, chain, studio, publisher, channel, player, friend } = desk)
  titleId = await agreedTitle(desk, 'SKY')
}, 120_000)
afterAll(() => network?.stop())

const held = (keys: { hash: Uint8Array }) => heldUnder(network, keys)
const bring = (brought: ReturnType<typeof file>) => channel.browser.call('studio.bring', brought)
const turn = (module: string, isOn = true) => channel.browser.call('studio.switchModule', { module, isOn })
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
  const owed = and(eq(outputs.keyHash, account(friendKeys)), ne(outputs.element, VALUE))
  expect(await deps.db.select().from(outputs).where(owed)).toEqual([])
})

type Titled = {
  id: string
  title: string
  mayAnswer: boolean
  answer: { words: string } | null
  words: string
}
const feedbackOf = async (browser: TestBrowser) =>
  (await browser.ask('studio.feedback')).value as { entries: Titled[]; open: { id: string }[] }

test('a player says once what it thinks, moderated by nobody, and the studio answers once', async () => {
  const say = (browser: TestBrowser, words: string) =>
    browser.call('studio.giveFeedback', { commandKey: crypto.randomUUID(), titleId, stars: 4, words })
  expect((await say(publisher.browser, 'I sell it')).code).toBe('not-found')
  expect((await feedbackOf(player)).open).toMatchObject([{ id: titleId }])
  expect((await say(player, 'The maps are dark')).code).toBe('ok')
  expect((await say(player, 'And once more')).code).toBe('feedback-given')
  expect((await say(friend, '很好玩')).code).toBe('ok')
  expect((await feedbackOf(player)).open).toEqual([])
  const { entries } = await feedbackOf(studio.browser)
  expect(entries.map(({ words, mayAnswer }) => [words, mayAnswer]).sort()).toEqual([
    ['The maps are dark', true],
    ['很好玩', true],
  ])
  const feedbackId = must(
    entries.find(({ words }) => words === 'The maps are dark'),
    'the player’s words',
  ).id
  const answer = (browser: TestBrowser, words = 'Lamps come in May') =>
    browser.call('studio.answerFeedback', { feedbackId, words })
  expect((await answer(channel.browser)).code).toBe('not-found')
  expect((await answer(studio.browser)).code).toBe('ok')
  expect((await answer(studio.browser)).code).toBe('ok')
  expect((await answer(studio.browser, 'Never')).code).toBe('feedback-answered')
  expect((await feedbackOf(friend)).entries.map((one) => one.answer?.words)).toContain('Lamps come in May')
  const stranger = await network.enrolled('holder')
  expect((await feedbackOf(stranger.browser)).entries).toEqual([])
})

type Campaign = { id: string; state: string; given: bigint }
const campaignsOf = async (browser: TestBrowser) =>
  (await browser.ask('studio.campaigns')).value as { height: number; campaigns: Campaign[] }
const pointsOf = async (browser: TestBrowser) =>
  ((await browser.ask('studio.points')).value as { own: { reason: string; points: bigint }[] }).own

test('a campaign gives points besides within its heights and its budget, until it is stopped', async () => {
  const { height } = await campaignsOf(studio.browser)
  const start = (change: object = {}, browser = studio.browser) =>
    browser.call('studio.addCampaign', {
      ...{ commandKey: crypto.randomUUID(), titleId, kind: 'play', points: 5n, budget: 12n },
      ...{ fromHeight: height, toHeight: height + 20, ...change },
    })
  expect((await start({}, publisher.browser)).code).toBe('not-found')
  expect((await start({ toHeight: height })).code).toBe('campaign-heights')
  expect((await start({ budget: 4n })).code).toBe('campaign-budget')
  const { campaignId } = (await start()).value as { campaignId: string }
  expect((await start()).code).toBe('campaign-open')
  const [mei, lan] = [account(playerKeys), account(friendKeys)]
  const july = plays('july.csv', `j1,SKY,play,${mei},,`, `j2,SKY,play,${lan},,`, `j3,SKY,play,${mei},,`)
  for (const isNew of [true, false])
    expect((await channel.browser.call('studio.bringEvents', july)).value).toMatchObject({ isNew })
  expect(await campaignsOf(player)).toMatchObject({ campaigns: [{ state: 'used-up', given: 10n }] })
  expect((await pointsOf(player)).find(({ reason }) => reason === 'campaign')?.points).toBe(5n)

  const { campaignId: second } = (await start({ budget: 50n })).value as { campaignId: string }
  expect((await publisher.browser.call('studio.stopCampaign', { campaignId: second })).code).toBe('not-found')
  for (const _ of [1, 2])
    expect((await studio.browser.call('studio.stopCampaign', { campaignId: second })).code).toBe('ok')
  await channel.browser.call('studio.bringEvents', plays('august.csv', `a1,SKY,play,${mei},,`))
  const { campaigns } = await campaignsOf(studio.browser)
  const told = new Map(campaigns.map(({ id, state, given }) => [id, `${state} ${given}`]))
  expect([told.get(campaignId), told.get(second)]).toEqual(['used-up 10', 'stopped 0'])
})

type Redeemed = {
  offers: { held: bigint; left: bigint }[]
  mine: { points: bigint; amount: bigint; state: string }[]
  owed: { state: string }[]
}
const redemptionsOf = async (browser: TestBrowser) =>
  (await browser.ask('studio.redemptions')).value as Redeemed

test('points are redeemed once for value that the studio pays, and are nobody else’s to use', async () => {
  const give = { commandKey: crypto.randomUUID(), titleId, lot: 5n, amount: 200n, budget: 700n }
  expect((await publisher.browser.call('studio.offerRedeem', give)).code).toBe('not-found')
  expect((await studio.browser.call('studio.offerRedeem', give)).code).toBe('ok')
  // Thirteen by play and top-up, five of the campaign, and three plays since.
  expect((await redemptionsOf(player)).offers).toMatchObject([{ held: 21n, left: 700n }])
  const redeem = (browser: TestBrowser, lots: number, commandKey: string = crypto.randomUUID()) =>
    browser.call('studio.redeem', { commandKey, titleId, lots })
  expect((await redeem(player, 5)).code).toBe('points-short')
  expect((await redeem(player, 4)).code).toBe('redeem-over')
  expect((await redeem(publisher.browser, 1)).code).toBe('not-found')
  const once = crypto.randomUUID()
  for (const _ of [1, 2]) expect((await redeem(player, 3, once)).value).toEqual({ points: 15n })
  expect((await redeem(friend, 1)).code).toBe('redeem-over')
  expect((await redemptionsOf(player)).offers).toMatchObject([{ held: 6n, left: 100n }])
  expect((await redeem(player, 2)).code).toBe('points-short')

  const before = { studio: await held(studioKeys), player: await held(playerKeys), net: chain.net() }
  const pay = () => studio.browser.call('studio.payRedemptions', { titleId })
  expect((await channel.browser.call('studio.payRedemptions', { titleId })).code).toBe('not-found')
  const { actId } = (await pay()).value as { actId: string }
  expect((await pay()).value).toEqual({ actId })
  await signByWallet(studio.browser, actId, studioKeys)
  const fee = await chain.nextBlock()
  expect(await held(playerKeys)).toBe(before.player + 600n)
  expect(await held(studioKeys)).toBe(before.studio - 600n - fee)
  expect(chain.net()).toBe(before.net - fee)
  expect((await redemptionsOf(player)).mine).toMatchObject([{ points: 15n, amount: 600n, state: 'paid' }])
  expect((await pay()).code).toBe('nothing-owed')
})

type Shown = {
  id: string
  key: string
  holder: string | null
  isMine: boolean
  hands: number
  offer: { id: string; state: string; refusal: { code: string } | null } | null
}
const itemsOf = async (browser: TestBrowser) => (await browser.ask('studio.items')).value as Shown[]

test('a studio issues an item, and players trade it for value in one bundle that is whole or nothing', async () => {
  const issue = { commandKey: crypto.randomUUID(), titleId, name: '霜剑 Frost', to: account(friendKeys) }
  expect((await channel.browser.call('studio.issueItem', issue)).code).toBe('not-found')
  expect((await studio.browser.call('studio.issueItem', { ...issue, to: 'nobody' })).code).toBe(
    'payee-unknown',
  )
  const { actId } = (await studio.browser.call('studio.issueItem', issue)).value as { actId: string }
  await signByWallet(studio.browser, actId, studioKeys)
  expect(await chain.nextBlock()).toBe(2n * FEE)
  const [item] = await itemsOf(friend)
  const { key } = must(item, 'an item')
  expect(item).toMatchObject({ holder: account(friendKeys), isMine: true, hands: 0, offer: null })
  expect(await itemsOf(player)).toEqual([])

  const offer = { commandKey: crypto.randomUUID(), table: 'item', key, price: 900n }
  expect((await player.call('trades.offer', offer)).code).toBe('not-found')
  const { offerId } = (await friend.call('trades.offer', offer)).value as { offerId: string }
  const again = { ...offer, commandKey: crypto.randomUUID() }
  expect((await friend.call('trades.offer', again)).code).toBe('already-offered')
  expect((await friend.call('trades.take', { offerId })).code).toBe('own-offer')
  const taken = (await player.call('trades.take', { offerId })).value as { actId: string }
  expect((await player.call('trades.take', { offerId })).value).toEqual(taken)
  expect((await channel.browser.call('trades.take', { offerId })).code).toBe('offer-closed')
  const before = { player: await held(playerKeys), friend: await held(friendKeys), net: chain.net() }
  await signByWallet(player, taken.actId, playerKeys)
  // The buyer's signature alone moves nothing.
  expect(await chain.nextBlock()).toBe(0n)
  expect((await itemsOf(player)).map((one) => one.offer?.state)).toEqual(['taken'])
  await signByWallet(friend, taken.actId, friendKeys)
  expect(await chain.nextBlock()).toBe(3n * FEE)
  expect(chain.net()).toBe(before.net - 3n * FEE)
  expect(await held(playerKeys)).toBe(before.player - 900n - 3n * FEE)
  expect(await held(friendKeys)).toBe(before.friend + 900n)
  expect(await itemsOf(player)).toMatchObject([{ isMine: true, holder: account(playerKeys), hands: 1 }])
  expect(await itemsOf(friend)).toEqual([])
  expect((await friend.call('trades.offer', again)).code).toBe('not-found')

  const { records, transactions } = schema
  const rows = await deps.db
    .select({ bytes: transactions.bytes })
    .from(records)
    .innerJoin(transactions, eq(transactions.txid, records.txid))
    .where(and(eq(records.table, 'item'), eq(records.key, key)))
    .orderBy(records.height)
  const hands = rows.map(({ bytes }) => readTransaction(toHex(bytes)))
  expect(checkItem(hands)).toMatchObject({ ok: true, value: { title: 'SKY', issuer: account(studioKeys) } })
  expect(checkItem(hands.toReversed())).toMatchObject({ ok: false })
})

test('an offer that is taken back ends the act that waited for it', async () => {
  const [item] = await itemsOf(player)
  const offer = { commandKey: crypto.randomUUID(), table: 'item', key: item?.key, price: 50n }
  const { offerId } = (await player.call('trades.offer', offer)).value as { offerId: string }
  const { actId } = (await friend.call('trades.take', { offerId })).value as { actId: string }
  expect((await friend.call('trades.withdraw', { offerId })).code).toBe('not-found')
  for (const _ of [1, 2]) expect((await player.call('trades.withdraw', { offerId })).code).toBe('ok')
  expect((await signByWallet(friend, actId, friendKeys)).code).toBe('act-closed')
  expect((await friend.call('trades.take', { offerId })).code).toBe('offer-closed')
})

test('a sale that the ledger refuses leaves the item on offer, and its two sides are told why', async () => {
  const [item] = await itemsOf(player)
  const offer = { commandKey: crypto.randomUUID(), table: 'item', key: item?.key, price: 50n }
  const { offerId } = (await player.call('trades.offer', offer)).value as { offerId: string }
  const offerSeenBy = async (browser: TestBrowser) => (await itemsOf(browser))[0]?.offer
  const sign = async () => {
    const { actId } = (await friend.call('trades.take', { offerId })).value as { actId: string }
    await signByWallet(friend, actId, friendKeys)
    await signByWallet(player, actId, playerKeys)
  }
  await sign()
  node.refuseBy(() => ({ code: 'value-principle', facts: { out: '2', in: '1' } }))
  await drain(deps)
  node.refuseBy(undefined)
  for (const side of [player, friend])
    expect(await offerSeenBy(side)).toMatchObject({ state: 'open', refusal: { code: 'value-principle' } })
  for (const other of [studio.browser, channel.browser])
    expect(await offerSeenBy(other)).toMatchObject({ state: 'open', refusal: null })
  await sign()
  expect(await offerSeenBy(player)).toMatchObject({ refusal: null })
  expect(await chain.nextBlock()).toBe(3n * FEE)
  expect(await itemsOf(friend)).toMatchObject([{ isMine: true, hands: 2, offer: null }])
})
