import { expect, it } from 'vitest'
import { betterSkew } from './skew.ts'

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
