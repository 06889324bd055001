import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BookedDay, correctDays } from './correct.ts'
import { fundsLeft } from './forecast.ts'
import { setOff } from './set-off.ts'
import { bookSale, NOTHING_BOOKED, type Shares } from './shares.ts'
import { dayAfter, type RoyaltyTerms } from './terms.ts'

const terms: RoyaltyTerms = {
  ...{ validFrom: '2026-01-01', validTo: '2026-12-31', payDays: 1, platformFee: 3_000 },
  tiers: [
    { from: 0n, studio: 5_000, publisher: 3_000 },
    { from: 100_000n, studio: 6_000, publisher: 2_500 },
  ],
  guarantee: { amount: 40_000n, day: '2026-01-04' },
  advance: { amount: 30_000n, rate: 5_000 },
}
const dayOf = (at: number) => dayAfter('2026-01-01', at)
const parts = ['net', 'studio', 'publisher', 'channel', 'entitled', 'toppedUp', 'recouped'] as const

/** Days one after the other, the advance paid from the third on. */
const daysOf = (nets: readonly bigint[]): readonly BookedDay[] =>
  nets.map((net, at) => ({ day: dayOf(at), net, terms, advanced: at < 2 ? 0n : 30_000n }))

function sumOf(days: readonly BookedDay[]): Shares[] {
  let books = NOTHING_BOOKED
  return days.map(({ terms: of, advanced, ...sale }) => {
    const booked = bookSale(of, books, sale, advanced)
    books = booked.books
    return booked.shares
  })
}
const total = (shares: readonly Shares[], part: keyof Shares) =>
  shares.reduce((sum, one) => sum + one[part], 0n)

describe('a corrected day', () => {
  test('gives back what it had too much: the newest earnings beyond the advance first, then what was held back', () => {
    const plain = {
      ...terms,
      guarantee: null,
      platformFee: 0,
      tiers: [{ from: 0n, studio: 5_000, publisher: 0 }],
    }
    const days = [40_000n, 100_000n].map((net, at) => ({
      ...{ day: dayOf(at), net, terms: plain, advanced: 30_000n },
    }))
    // The studio earns 200.00 and 500.00; 100.00 and the last 200.00 of the advance are held back.
    const [shares] = correctDays(days, [{ day: dayOf(1), net: 60_000n }])
    // With 600.00 it earns 300.00, of which 150.00 is held back: 50.00 of the advance is open again.
    expect(shares).toMatchObject({ net: -40_000n, entitled: -20_000n, recouped: -5_000n, studio: -15_000n })
  })

  test('makes all days stand as if the right figures had been stated at first, to the unit', () => {
    const net = fc.bigInt({ min: 0n, max: 90_000n })
    const fix = fc.record({ at: fc.nat({ max: 5 }), net })
    fc.assert(
      fc.property(fc.array(net, { minLength: 6, maxLength: 6 }), fc.array(fix), (nets, fixes) => {
        const corrections = fixes.map(({ at, net: to }) => ({ day: dayOf(at), net: to }))
        const booked = [...sumOf(daysOf(nets)), ...correctDays(daysOf(nets), corrections)]
        const right = nets.map((one, at) => fixes.findLast((of) => of.at === at)?.net ?? one)
        for (const part of parts) expect(total(booked, part)).toBe(total(sumOf(daysOf(right)), part))
        for (const one of booked) expect(one.studio + one.publisher + one.channel).toBe(one.net)
      }),
    )
  })

  test('changes nothing where it says the same again', () => {
    const days = daysOf([10_000n, 20_000n])
    const [first, again] = correctDays(
      days,
      [1, 1].map((at) => ({ day: dayOf(at), net: 5_000n })),
    )
    expect(first?.net).toBe(-15_000n)
    for (const part of parts) expect(again?.[part]).toBe(0n)
  })
})

describe('what was paid too much', () => {
  test('is set off against what is owed in their orders, and goes on into the next', () => {
    const dues = [
      { id: 'a', left: 50n },
      { id: 'b', left: 30n },
    ]
    expect(setOff([{ id: 'x', left: 70n }], dues)).toEqual([
      { excess: 'x', due: 'a', amount: 50n },
      { excess: 'x', due: 'b', amount: 20n },
    ])
    expect(setOff([], dues)).toEqual([])
  })

  test('is never set off twice, and no due gets below nothing', () => {
    const sums = fc.array(fc.bigInt({ min: 0n, max: 99n }), { maxLength: 6 })
    const named = (lefts: readonly bigint[]) => lefts.map((left, at) => ({ id: String(at), left }))
    fc.assert(
      fc.property(sums, sums, (excesses, dues) => {
        const made = setOff(named(excesses), named(dues))
        const used = (of: 'excess' | 'due', at: number) =>
          made.filter((one) => one[of] === String(at)).reduce((sum, { amount }) => sum + amount, 0n)
        for (const [at, left] of excesses.entries()) expect(used('excess', at)).toBeLessThanOrEqual(left)
        for (const [at, left] of dues.entries()) expect(used('due', at)).toBeLessThanOrEqual(left)
        const [much, owed] = [excesses, dues].map((all) => all.reduce((sum, one) => sum + one, 0n))
        expect(made.reduce((sum, { amount }) => sum + amount, 0n)).toBe(
          (much ?? 0n) < (owed ?? 0n) ? much : owed,
        )
      }),
    )
  })
})

test('early funds are never more than what is expected and not booked, advanced or lent', () => {
  const funds = { forecast: 100n, booked: 30n, advanced: 20n, credit: 10n }
  expect(fundsLeft(funds)).toBe(40n)
  expect(fundsLeft({ ...funds, booked: 90n })).toBe(0n)
})
