import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CreditGround, creditAllowed, OPEN_POLICY } from './credit-policy.ts'
import { nextWindow, nextWindows } from './next-window.ts'

const ground: CreditGround = { circulating: 0n, unused: 0n, entered: 0n, meanAge: 0 }
/** A day of four blocks; 30 came in with block 8 and 50 with block 9. */
const past = {
  head: 10,
  day: 4,
  openAt: (height: number) => (height < 8 ? 20n : height < 9 ? 50n : 100n),
}
const policy = { ...OPEN_POLICY, speed: 100n }
const window = (amount: bigint, change: object = {}, of: Partial<CreditGround> = {}) =>
  nextWindow({ ...policy, ...change }, { ...ground, ...of }, past, amount)

test('what fits into what is left of the day fits into the next block', () => {
  expect(window(20n)).toBe(11)
  expect(nextWindow(OPEN_POLICY, ground, past, 10n ** 15n)).toBe(11)
})
test('what is more waits until enough of what came in is a day old', () => {
  expect(window(21n)).toBe(13)
  expect(window(50n)).toBe(13)
  expect(window(51n)).toBe(14)
  expect(window(100n)).toBe(14)
})
test('what is more than a whole day brings, or what another bound keeps out, has no window', () => {
  expect(window(101n)).toBeUndefined()
  expect(window(1n, { isStopped: true })).toBeUndefined()
  expect(window(1n, { stop: 5n }, { circulating: 5n })).toBeUndefined()
  expect(window(51n, { stop: 10n }, { circulating: 5n })).toBeUndefined()
  expect(window(1n, { meanAge: 3 }, { meanAge: 4 })).toBeUndefined()
  expect(window(6n, { reserveShare: 500 }, { circulating: 100n })).toBeUndefined()
})

test('the policy lets the amount in at that height, and at none before it', () => {
  const steps = fc.array(fc.bigInt(-40n, 40n), { minLength: 3, maxLength: 12 })
  fc.assert(
    fc.property(steps, fc.bigInt(1n, 120n), fc.integer({ min: 1, max: 6 }), (grown, amount, day) => {
      const open = [1_000n]
      for (const one of grown) open.push((open.at(-1) ?? 0n) + one)
      const head = open.length - 1
      const openAt = (height: number) => open[Math.min(height, head)] ?? 0n
      const allows = (height: number) => {
        const entered = openAt(height - 1) - openAt(Math.max(0, height - 1 - day))
        const { most } = creditAllowed(policy, { ...ground, entered })
        return most === null || amount <= most
      }
      const found = nextWindow(policy, ground, { head, day, openAt }, amount)
      const first = Array.from({ length: day + 1 }, (_, i) => head + 1 + i).find(allows)
      expect(found).toBe(first)
    }),
  )
})

test('of several that wait each is told a window that those before it leave free', () => {
  const windows = (...amounts: bigint[]) => nextWindows(policy, ground, past, amounts)
  expect(windows(20n, 1n, 29n, 50n, 100n)).toEqual([11, 13, 13, 14, 19])
  // One that never fits, or waits for long, is passed by nobody, and keeps nobody out for good.
  expect(windows(101n, 20n)).toEqual([undefined, 11])
  expect(windows(100n, 1n)).toEqual([14, 19])
  expect(windows(...Array<bigint>(5).fill(60n))).toEqual([14, 19, 24, 29, 34])
  expect(nextWindows(OPEN_POLICY, ground, past, [10n ** 15n, 1n])).toEqual([11, 11])
  const halting = { ...policy, reserveShare: 500 }
  expect(nextWindows(halting, { ...ground, circulating: 100n }, past, [3n, 3n, 2n])).toEqual([
    11,
    undefined,
    11,
  ])
})

test('blocks that take what waits as they were told let each in, and none is told a block too late for its turn', () => {
  const steps = fc.array(fc.bigInt(-40n, 40n), { minLength: 3, maxLength: 12 })
  const amounts = fc.array(fc.bigInt(1n, 100n), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(steps, amounts, fc.integer({ min: 1, max: 6 }), (grown, waiting, day) => {
      const open = [1_000n]
      for (const one of grown) open.push((open.at(-1) ?? 0n) + one)
      const head = open.length - 1
      const openAt = (height: number) => open[Math.min(height, head)] ?? 0n
      const told = nextWindows(policy, ground, { head, day, openAt }, waiting)
      const taken: { height: number; amount: bigint }[] = []
      const fits = (height: number, amount: bigint) => {
        const chain = openAt(height - 1) - openAt(Math.max(0, height - 1 - day))
        const fresh = taken.filter((one) => one.height > height - 1 - day)
        return fresh.reduce((sum, one) => sum + one.amount, chain) + amount <= 100n
      }
      for (const [i, amount] of waiting.entries()) {
        const from = taken.at(-1)?.height ?? head + 1
        const first = Array.from({ length: 2 * day + 3 }, (_, up) => from + up).find((at) => fits(at, amount))
        expect(told[i]).toBe(first)
        taken.push({ height: told[i] ?? 0, amount })
      }
    }),
  )
})
