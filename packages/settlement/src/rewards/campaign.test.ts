import { describe, expect, test } from 'vitest'
import { type Campaign, campaignPoints, campaignState } from './campaign.ts'
import type { PlayEvent } from './points.ts'
import { redeem } from './redeem.ts'

const campaign: Campaign = {
  ...{ id: 'c', titleId: 't', kind: 'play', points: 5n, budget: 12n },
  ...{ fromHeight: 10, toHeight: 20, stoppedHeight: null },
}
const played = (event: string, change: Partial<PlayEvent> = {}): PlayEvent => ({
  ...{ line: 2, event, titleId: 't', kind: 'play', player: 'aa'.repeat(20), referrer: null, amount: 0n },
  ...change,
})

describe('a reward campaign', () => {
  test('gives points besides for each event of its kind, whole or not at all, until its budget is used up', () => {
    const events = [played('1'), played('2', { kind: 'top-up' }), played('3'), played('4')]
    const given = campaignPoints([campaign], events, new Map())
    expect(given.map(({ event, points, reason }) => [event, points, reason])).toEqual([
      ['1', 5n, 'campaign'],
      ['3', 5n, 'campaign'],
    ])
    expect(campaignPoints([campaign], [played('5')], new Map([['c', 10n]]))).toEqual([])
    expect(campaignPoints([campaign], [played('6', { titleId: 'other' })], new Map())).toEqual([])
  })

  test.each([
    ['ahead', campaign, 0n, 9],
    ['running', campaign, 7n, 10],
    ['running', campaign, 0n, 20],
    ['ended', campaign, 0n, 21],
    ['used-up', campaign, 8n, 15],
    ['stopped', { ...campaign, stoppedHeight: 12 }, 0n, 15],
  ] as const)('is %s', (state, of, given, height) => {
    expect(campaignState(of, given, height)).toBe(state)
  })
})

describe('points', () => {
  const offer = { lot: 10n, amount: 100n, budget: 250n }
  test('are redeemed in whole lots for what the studio gives, out of its budget', () => {
    expect(redeem(offer, 2n, { held: 25n, promised: 0n })).toEqual({
      ...{ ok: true, value: { points: 20n, amount: 200n } },
    })
  })

  test.each([
    ['points-short', 3n, 0n],
    ['redeem-over', 2n, 100n],
  ])('are refused with %s', (code, lots, promised) => {
    expect(redeem(offer, lots, { held: 25n, promised })).toMatchObject({ refusal: { code } })
  })
})
