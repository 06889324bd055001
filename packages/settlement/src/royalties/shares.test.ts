import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bookSale, entitlement, NOTHING_BOOKED, type RoyaltyBooks, type Sale, type Shares } from './shares.ts'
import type { RoyaltyTerms } from './terms.ts'

const terms: RoyaltyTerms = {
  ...{ validFrom: '2026-01-01', validTo: '2026-12-31', payDays: 1, platformFee: 3_000 },
  tiers: [
    { from: 0n, studio: 5_000, publisher: 3_000 },
    { from: 100_000n, studio: 6_000, publisher: 2_500 },
  ],
  ...{ guarantee: null, advance: null },
}
const day = '2026-06-01'

/** Books sales one after the other under the same terms. */
function bookAll(of: RoyaltyTerms, sales: readonly Sale[], advanced = 0n) {
  let books: RoyaltyBooks = NOTHING_BOOKED
  const shares: Shares[] = []
  for (const sale of sales) {
    const booked = bookSale(of, books, sale, advanced)
    books = booked.books
    shares.push(booked.shares)
  }
  const sum = (part: keyof Shares) => shares.reduce((all, one) => all + one[part], 0n)
  return { books, shares, sum }
}

describe('worked examples', () => {
  test('the fee comes off first, each tier shares its own part, and the channel keeps the rest', () => {
    // 1,500.00 net: 30 % fee = 450.00. Of 700.00 (first tier) 50 % and 30 %, of 350.00 (second) 60 % and 25 %.
    const { shares } = bookSale(terms, NOTHING_BOOKED, { day, net: 150_000n }, 0n)
    expect(shares).toMatchObject({ studio: 56_000n, publisher: 29_750n, channel: 64_250n })
  })

  test('a unit that does not divide waits with the channel until it is whole', () => {
    const half: RoyaltyTerms = {
      ...terms,
      platformFee: 0,
      tiers: [{ from: 0n, studio: 5_000, publisher: 5_000 }],
    }
    const { shares } = bookAll(
      half,
      [1n, 1n].map((net) => ({ day, net })),
    )
    expect(shares.map(({ studio, publisher, channel }) => [studio, publisher, channel])).toEqual([
      [0n, 0n, 1n],
      [1n, 1n, -1n],
    ])
  })

  test('half of the studio’s share pays the advance back, and not one unit more than was advanced', () => {
    const advance = { amount: 30_000n, rate: 5_000 }
    const sales = [100_000n, 100_000n].map((net) => ({ day, net }))
    const { shares } = bookAll({ ...terms, advance }, sales, 30_000n)
    // The studio earns 350.00 and 420.00; of the first 175.00 is held back, of the second the last 125.00.
    expect(shares.map(({ studio, recouped }) => [studio, recouped])).toEqual([
      [17_500n, 17_500n],
      [29_500n, 12_500n],
    ])
    expect(bookAll({ ...terms, advance }, sales, 0n).sum('recouped')).toBe(0n)
  })

  test('the guarantee is made up by its day and used up by later shares', () => {
    const guaranteed: RoyaltyTerms = { ...terms, guarantee: { amount: 50_000n, day: '2026-06-30' } }
    const { shares } = bookAll(guaranteed, [
      ...[
        { day: '2026-06-01', net: 100_000n },
        { day: '2026-06-30', net: 10_000n },
      ],
      ...[
        { day: '2026-07-01', net: 20_000n },
        { day: '2026-07-02', net: 10_000n },
      ],
    ])
    // Earned by the tiers: 350.00, 42.00, 84.00, 42.00; 500.00 are guaranteed, so 108.00 are added on the day.
    expect(shares.map(({ studio, toppedUp }) => [studio, toppedUp])).toEqual([
      [35_000n, 0n],
      [15_000n, 10_800n],
      [0n, -8_400n],
      [1_800n, -2_400n],
    ])
    expect(shares[1]?.channel).toBe(10_000n - 15_000n - 1_750n)
  })
})

const rate = fc.integer({ min: 0, max: 10_000 })
const tier = fc
  .tuple(rate, rate)
  .map(([one, other]) => ({ studio: Math.min(one, other), publisher: Math.abs(one - other) }))
const anyTerms: fc.Arbitrary<RoyaltyTerms> = fc
  .record({
    fee: rate,
    cuts: fc.uniqueArray(fc.bigInt(1n, 5_000n), { maxLength: 4 }),
    tiers: fc.array(tier, { minLength: 5, maxLength: 5 }),
    guarantee: fc.option(fc.bigInt(0n, 4_000n)),
    advance: fc.option(fc.record({ amount: fc.bigInt(0n, 3_000n), rate })),
  })
  .map(({ fee, cuts, tiers, guarantee, advance }) => ({
    ...terms,
    ...{ platformFee: fee, advance },
    guarantee: guarantee === null ? null : { amount: guarantee, day: '2026-06-15' },
    tiers: [0n, ...cuts.sort((a, b) => (a < b ? -1 : 1))].map((from, at) => ({
      from,
      ...(tiers[at] ?? { studio: 0, publisher: 0 }),
    })),
  }))
const anySales = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 30 }).map((one) => `2026-06-${String(one).padStart(2, '0')}`),
    net: fc.bigInt(0n, 3_000n),
  }),
  { minLength: 1, maxLength: 12 },
)
const advancedOf = ({ advance }: RoyaltyTerms) => advance?.amount ?? 0n

describe('whatever is agreed and sold', () => {
  test('the shares of a day add up to its revenue, and nobody pays back what was paid', () => {
    fc.assert(
      fc.property(anyTerms, anySales, (of, sales) => {
        for (const one of bookAll(of, sales, advancedOf(of)).shares) {
          expect(one.studio + one.publisher + one.channel).toBe(one.net)
          expect(one.studio >= 0n && one.publisher >= 0n && one.recouped >= 0n).toBe(true)
        }
      }),
    )
  })

  test('days give together what one computation over the whole gives', () => {
    fc.assert(
      fc.property(anyTerms, anySales, (of, sales) => {
        const { sum, books } = bookAll(of, sales, advancedOf(of))
        const whole = entitlement(of, books.revenue)
        expect(sum('entitled')).toBe(whole.studio)
        expect(sum('publisher') - sum('recouped')).toBe(whole.publisher)
        const net = sum('net')
        const last =
          sales
            .map((sale) => sale.day)
            .sort()
            .at(-1) ?? day
        const once = bookAll(of, [{ day: last, net }], advancedOf(of))
        // A guarantee that was made up too early to be needed in the end has been paid all the same.
        expect(sum('studio') + sum('recouped')).toBeGreaterThanOrEqual(
          once.sum('studio') + once.sum('recouped'),
        )
        if (!of.guarantee)
          expect([sum('studio'), sum('publisher')]).toEqual([once.sum('studio'), once.sum('publisher')])
      }),
    )
  })

  test('recoupment never goes above the advance, nor above what the studio earns', () => {
    fc.assert(
      fc.property(anyTerms, anySales, fc.bigInt(0n, 3_000n), (of, sales, advanced) => {
        const { sum, books } = bookAll(of, sales, advanced)
        expect(books.recouped <= advanced).toBe(true)
        expect(books.recouped).toBe(sum('recouped'))
        expect(sum('recouped') <= sum('entitled') + sum('toppedUp')).toBe(true)
      }),
    )
  })

  test('from the day of a guarantee on the studio has earned it', () => {
    fc.assert(
      fc.property(anyTerms, anySales, (of, sales) => {
        if (!of.guarantee || !sales.some(({ day: one }) => one >= '2026-06-15')) return
        const { books } = bookAll(of, sales, advancedOf(of))
        expect(books.entitled + books.toppedUp >= of.guarantee.amount).toBe(true)
      }),
    )
  })
})
