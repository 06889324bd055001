import type { TestBrowser } from '@vc/api/testing'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { dayAfter } from '@vc/settlement'
import { eq } from 'drizzle-orm'
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
} from './studio-kit.ts'

const TODAY = '2026-01-08'
const FEE = 100n
let network: StudioDesk['network']
let deps: StudioDesk['deps']
let chain: StudioDesk['chain']
let studio: StudioDesk['studio']
let publisher: StudioDesk['publisher']
let channel: StudioDesk['channel']
let player: StudioDesk['player']
let friend: StudioDesk['friend']
let titleId: string

beforeAll(async () => {
  const desk = await startStudio()
  ;({ network, deps, chain, studio, publisher, channel, player, friend } = desk)
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
  expect(
    await deps.db
      .select()
      .from(outputs)
      .where(eq(outputs.keyHash, account(friendKeys))),
  ).toEqual([])
})
