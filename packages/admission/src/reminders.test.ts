import fc from 'fast-check'
import { expect, test } from 'vitest'
import { remindersOf } from './index.ts'

test('a debtor is reminded a tenth and a fiftieth of the term before a lot falls due, and when it does', () => {
  expect(remindersOf(100, 1100)).toEqual([
    { stage: 'soon', height: 1000 },
    { stage: 'last', height: 1080 },
    { stage: 'due', height: 1100 },
  ])
})

test('a term of years is reminded of seven days and one before, one of a few blocks not twice at one height', () => {
  expect(remindersOf(0, 15_000_000).map(({ height }) => 15_000_000 - height)).toEqual([60_480, 8_640, 0])
  expect(remindersOf(0, 10)).toEqual([
    { stage: 'last', height: 9 },
    { stage: 'due', height: 10 },
  ])
})

test('a lot that is due when it is written, as of a restructuring published on default, is reminded of at once', () => {
  expect(remindersOf(20, 5)).toEqual([{ stage: 'due', height: 20 }])
  expect(remindersOf(20, 20)).toEqual([{ stage: 'due', height: 20 }])
})

test('reminders come in order, after the lot was written and not after it is due', () => {
  const heights = fc.tuple(fc.nat(10_000_000), fc.integer({ min: 1, max: 20_000_000 }))
  fc.assert(
    fc.property(heights, ([created, term]) => {
      const at = remindersOf(created, created + term).map(({ height }) => height)
      expect(at).toEqual([...new Set(at)].sort((a, b) => a - b))
      expect(at.every((height) => height > created && height <= created + term)).toBe(true)
      expect(at.at(-1)).toBe(created + term)
    }),
  )
})
