import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CreditGround, creditAllowed, creditGround, dailyCredit, OPEN_POLICY } from './credit-policy.ts'

const ground: CreditGround = { circulating: 1_000n, unused: 0n, entered: 0n, meanAge: 0 }

describe('the credit policy of a node', () => {
  it('leaves the whole room open when nothing bounds it', () => {
    expect(creditAllowed(OPEN_POLICY, ground)).toEqual({ most: null, bound: null })
  })
  it('lets nothing in at the stop, and something one unit below', () => {
    const policy = { ...OPEN_POLICY, speed: 10_000n, stop: 1_000n }
    expect(creditAllowed(policy, ground)).toEqual({ most: 0n, bound: 'stop' })
    expect(creditAllowed(policy, { ...ground, circulating: 999n })).toEqual({ most: 10n, bound: 'speed' })
  })
  it('takes what came in within a day off the speed; repayments do not widen it', () => {
    const policy = { ...OPEN_POLICY, speed: 100n }
    expect(creditAllowed(policy, { ...ground, entered: 70n }).most).toBe(30n)
    expect(creditAllowed(policy, { ...ground, entered: 130n }).most).toBe(0n)
    expect(creditAllowed(policy, { ...ground, entered: -50n }).most).toBe(100n)
  })
  it('lets nothing in when the reserve is a tenth of circulating value or more', () => {
    const policy = { ...OPEN_POLICY, reserveShare: 1_000 }
    expect(creditAllowed(policy, { ...ground, unused: 99n })).toEqual({ most: 1n, bound: 'reserve' })
    expect(creditAllowed(policy, { ...ground, unused: 101n })).toEqual({ most: 0n, bound: 'reserve' })
  })
  it('waits while unpaid debt is older than the target in the mean', () => {
    const policy = { ...OPEN_POLICY, meanAge: 100 }
    expect(creditAllowed(policy, { ...ground, meanAge: 100 }).bound).toBeNull()
    expect(creditAllowed(policy, { ...ground, meanAge: 100.5 })).toEqual({ most: 0n, bound: 'mean-age' })
  })
  it('is closed by the emergency switch, whatever else is said', () => {
    expect(creditAllowed({ ...OPEN_POLICY, speed: 5n, isStopped: true }, ground)).toEqual({
      most: 0n,
      bound: 'switch',
    })
  })
  it('never gives less than nothing, nor more than any single bound', () => {
    const amount = fc.bigInt(0n, 2n ** 60n)
    const policies = fc.record({
      speed: fc.option(amount),
      stop: fc.option(fc.bigInt(1n, 2n ** 60n)),
      reserveShare: fc.option(fc.integer({ min: 0, max: 1_000 })),
      meanAge: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
      isStopped: fc.boolean(),
    })
    const grounds = fc.record({
      circulating: amount,
      unused: amount,
      entered: fc.bigInt(-(2n ** 60n), 2n ** 60n),
      meanAge: fc.double({ min: 0, max: 2_000_000, noNaN: true }),
    })
    fc.assert(
      fc.property(policies, grounds, (policy, where) => {
        const { most } = creditAllowed(policy, where)
        if (most === null) return
        expect(most).toBeGreaterThanOrEqual(0n)
        if (policy.isStopped) expect(most).toBe(0n)
        if (policy.speed !== null) {
          expect(most).toBeLessThanOrEqual(dailyCredit(policy.speed, policy.stop, where.circulating))
        }
      }),
    )
  })
  it('reads circulating value, unused credit and what came in out of the totals of headers', () => {
    const now = [0n, 900n, 0n, 50n, 3n, 40n, 700n, 7n, 60n]
    const before = [0n, 900n, 0n, 50n, 0n, 40n, 600n, 5n, 20n]
    expect(creditGround(now, before, 2)).toEqual({ circulating: 700n, unused: 10n, entered: 45n, meanAge: 2 })
  })
})
