import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitRewards } from './split-rewards.ts'

const stake = (owner: string, amount: bigint, from = 0, until: number | null = null) => ({
  ...{ owner, amount, from, until },
})
const sumOf = (list: readonly { readonly amount: bigint }[]) =>
  list.reduce((sum, { amount }) => sum + amount, 0n)

test('after the producer’s share of a tenth rewards are split by stake, to the unit', () => {
  const shares = splitRewards({
    stakes: [stake('b', 300n), stake('a', 100n), stake('c', 600n)],
    rewards: [{ height: 5, amount: 1_100n }],
    terms: [{ from: 0, share: 1_000 }],
    fee: 100n,
  })
  expect(shares).toEqual([
    { owner: 'a', amount: 90n },
    { owner: 'b', amount: 270n },
    { owner: 'c', amount: 540n },
  ])
})

test('fifty members of a co-op get the same of ten thousand, and the producer what does not divide', () => {
  const stakes = Array.from({ length: 50 }, (_, i) => stake(`member ${String(i).padStart(2, '0')}`, 7n))
  const rewards = Array.from({ length: 9 }, (_, i) => ({ height: i, amount: 1_111n }))
  const shares = splitRewards({ stakes, rewards, terms: [{ from: 0, share: 250 }], fee: 0n })
  expect(shares).toHaveLength(50)
  expect(new Set(shares.map(({ amount }) => amount))).toEqual(new Set([(9_999n * 9_750n) / 500_000n]))
})

test('rounded is once for a range, not in each block: owners of little are not rounded away', () => {
  const stakes = [stake('small', 1n), stake('large', 99n)]
  const rewards = Array.from({ length: 100 }, (_, height) => ({ height, amount: 50n }))
  const shares = splitRewards({ stakes, rewards, terms: [{ from: 0, share: 0 }], fee: 0n })
  expect(shares).toEqual([
    { owner: 'large', amount: 4_950n },
    { owner: 'small', amount: 50n },
  ])
})

test('a stake has its share of the blocks in which it counted, under the terms that were in force there', () => {
  const shares = splitRewards({
    stakes: [stake('early', 100n, 0, 10), stake('late', 100n, 5)],
    rewards: [4, 5, 10].map((height) => ({ height, amount: 1_000n })),
    terms: [
      { from: 10, share: 5_000 },
      { from: 5, share: 0 },
    ],
    fee: 0n,
  })
  // Height 4: before any terms all is the producer's. Height 5: half each. Height 10: half of it to the one left.
  expect(shares).toEqual([
    { owner: 'early', amount: 500n },
    { owner: 'late', amount: 1_000n },
  ])
})

test('no unit is made or lost, whoever entrusts how much', () => {
  const small = fc.bigInt({ min: 1n, max: 2n ** 40n })
  const stakes = fc.array(
    fc.record({
      owner: fc.constantFrom('a', 'b', 'c', 'd'),
      amount: small,
      from: fc.nat(9),
      until: fc.option(fc.nat(9), { nil: null }),
    }),
    { maxLength: 8 },
  )
  const rewards = fc.array(fc.record({ height: fc.nat(9), amount: small }), { minLength: 1, maxLength: 8 })
  const terms = fc.array(fc.record({ from: fc.nat(9), share: fc.integer({ min: 0, max: 10_000 }) }), {
    maxLength: 3,
  })
  fc.assert(
    fc.property(stakes, rewards, terms, (held, earned, published) => {
      const all = sumOf(earned)
      const fee = all > 100n ? 100n : 0n
      const paid = splitRewards({ stakes: held, rewards: earned, terms: published, fee })
      expect(sumOf(paid) + fee).toBeLessThanOrEqual(all)
      const free = splitRewards({ stakes: held, rewards: earned, terms: [{ from: 0, share: 0 }], fee })
      const hasOwner = earned.every(({ height }) =>
        held.some(({ from, until }) => from <= height && (until === null || height < until)),
      )
      // With nothing kept the producer has at most what rounding leaves: less than a unit for each owner.
      if (hasOwner) expect(all - fee - sumOf(free)).toBeLessThan(4n)
    }),
    { numRuns: 200 },
  )
})

test('rewards that do not even pay the fee of sharing them are not shared', () => {
  const of = { stakes: [stake('a', 1n)], terms: [], fee: 100n }
  expect(() => splitRewards({ ...of, rewards: [{ height: 1, amount: 100n }] })).toThrow('more than the fee')
})
