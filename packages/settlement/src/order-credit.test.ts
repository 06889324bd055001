import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lotsOnOrder, lotsToClear, orderBrings } from './order-credit.ts'

const FEE = 100n

describe('credit on an order', () => {
  test('has a lot for each purchase that is needed, no larger than what it brings', () => {
    expect(orderBrings([30_000n, 40_000n, 50n], FEE)).toBe(69_800n)
    expect(lotsOnOrder([30_000n, 40_000n], 59_100n, FEE)).toEqual([39_900n, 19_200n])
    expect(lotsOnOrder([30_000n, 40_000n], 39_900n, FEE)).toEqual([39_900n])
    expect(lotsOnOrder([30_000n, 40_000n], 69_801n, FEE)).toBeUndefined()
  })

  test('is cleared from the largest lot on that still fits', () => {
    const unpaid = [19_200n, 39_900n].map((amount) => ({ amount }))
    expect(lotsToClear(unpaid, 40_000n, FEE)).toEqual([{ amount: 39_900n }])
    expect(lotsToClear(unpaid, 60_000n, FEE)).toEqual([{ amount: 39_900n }, { amount: 19_200n }])
    expect(lotsToClear(unpaid, 19_299n, FEE)).toEqual([])
  })

  test('is cleared whole by its purchases, whichever is delivered first', () => {
    const purchase = fc.bigInt({ min: 1n, max: 2_000n })
    fc.assert(
      fc.property(
        fc.array(purchase, { minLength: 1, maxLength: 36 }),
        fc.nat(),
        fc.infiniteStream(fc.nat()),
        (bought, part, dice) => {
          const brings = orderBrings(bought, FEE)
          fc.pre(brings > 0n)
          const credit = 1n + (BigInt(part) % brings)
          let unpaid = (lotsOnOrder(bought, credit, FEE) ?? []).map((amount) => ({ amount }))
          expect(unpaid.reduce((sum, { amount }) => sum + amount, 0n)).toBe(credit)
          const left = [...bought]
          while (left.length > 0) {
            const [next = 0n] = left.splice((dice.next().value ?? 0) % left.length, 1)
            const cleared = lotsToClear(unpaid, next, FEE)
            unpaid = unpaid.filter((lot) => !cleared.includes(lot))
          }
          expect(unpaid).toEqual([])
        },
      ),
    )
  })
})
