import { expect, it } from 'vitest'
import { betterSkew, isRightBy, medianSkew, type Skew } from './skew.ts'

it('a clock is apart only by what the way to the peer and back does not explain', () => {
  expect(betterSkew(undefined, { from: 1_000, to: 1_100 }, 1_050).ms).toBeCloseTo(0)
  expect(betterSkew(undefined, { from: 1_000, to: 1_100 }, 1_010).ms).toBeCloseTo(0)
  expect(betterSkew(undefined, { from: 10_000, to: 10_100 }, 7_050).ms).toBe(2_950)
  expect(betterSkew(undefined, { from: 10_000, to: 10_100 }, 13_050).ms).toBe(-2_950)
  expect(betterSkew(undefined, { from: 10_000, to: 16_000 }, 15_500).ms).toBeCloseTo(0)
})

it('a measurement over a shorter way stands for a minute against worse ones', () => {
  const good = betterSkew(undefined, { from: 1_000, to: 1_010 }, 1_005)
  expect(betterSkew(good, { from: 5_000, to: 9_000 }, 500)).toBe(good)
  expect(betterSkew(good, { from: 5_000, to: 5_008 }, 5_004).at).toBe(5_008)
  expect(betterSkew(good, { from: 70_000, to: 74_000 }, 60_000).ms).toBe(10_000)
})

const skews = (...list: readonly number[]): readonly Skew[] => list.map((ms) => ({ ms, roundMs: 0, at: 0 }))

it.each([
  [[], undefined],
  [[1_500], 1_500],
  [[5_000, -40, 30], 30],
  [[-9_000, -8_000, 20], -8_000],
  [[900, 3_000], 900],
  [[-3_000, -20], -20],
  [[60_000, 60_000, 10, 20], 20],
  [[-60_000, 10, 60_000, 60_000], 10],
  [[2_000, 1_100, 1_050, 4_000], 1_100],
])('of peers that say %o the median is %s', (list, median) => {
  expect(medianSkew(skews(...list))).toBe(median)
  expect(medianSkew(skews(...list.toReversed()))).toBe(median)
})

it('fewer than half of the peers can neither stop a node nor hide that its clock is wrong', () => {
  for (let peers = 3; peers <= 20; peers += 1) {
    const liars = Math.ceil(peers / 2) - 1
    for (const lie of [-60_000, 0, 60_000]) {
      const says = (truth: number) =>
        medianSkew(skews(...Array(liars).fill(lie), ...Array(peers - liars).fill(truth)))
      expect(isRightBy(says(0))).toBe(true)
      expect(isRightBy(says(900))).toBe(true)
      // With an even number of peers one more honest word is needed: half of them say that all is well.
      if (peers % 2 === 1 || lie !== 0) expect(isRightBy(says(1_100))).toBe(false)
    }
  }
})

it('a clock is right up to one second off, and without peers', () => {
  expect([-1_001, -1_000, 0, 1_000, 1_001].map(isRightBy)).toEqual([false, true, true, true, false])
  expect(isRightBy(undefined)).toBe(true)
})
