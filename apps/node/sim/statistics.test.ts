import { must } from '@vc/kernel'
import { describe, expect, it } from 'vitest'
import { measure } from './statistics.ts'

const stakes = [10n, 20n, 30n, 40n].map((share) => share * 10n ** 10n)
const at = (list: readonly number[], permille: number) =>
  must(list[Math.floor((list.length * permille) / 1000)], 'a value')
const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0)

/** Eight hours of a network by the rules of this repository, with messages under way for 0.3 to 2 seconds. */
const run = measure({ stakes, seconds: 30_000, latency: [300, 2_000], seed: 2_026 })

describe('the long run', () => {
  it('has a block every 10.3 seconds in the mean, 3 % slower than the interval (consensus.md 7)', () => {
    expect(run.interval).toBeGreaterThan(9.9)
    expect(run.interval).toBeLessThan(10.8)
  })

  it('makes a block final after 34 to 38 s in the middle case, 99 of 100 within 100 s (consensus.md 14)', () => {
    expect(at(run.finalAfter, 500)).toBeGreaterThan(31)
    expect(at(run.finalAfter, 500)).toBeLessThan(39)
    expect(at(run.finalAfter, 990)).toBeLessThan(105)
    expect(at(run.finalAfter, 999)).toBeLessThan(150)
  })

  it('has two blocks on top of one that is justified, 3 or 4 in 99 of 100, 8 at worst', () => {
    expect([1, 2]).toContain(at(run.depthAtJustified, 500))
    expect(at(run.depthAtJustified, 990)).toBeLessThanOrEqual(4)
    expect(run.depthAtJustified.at(-1)).toBeLessThanOrEqual(8)
  })

  it('lets each stake win as many draws as its share, whatever the others do', () => {
    const all = sum(run.made)
    for (const [producer, share] of [0.1, 0.2, 0.3, 0.4].entries()) {
      const off = Math.abs(must(run.made[producer], 'a producer') - share * all)
      expect(off / Math.sqrt(all * share * (1 - share))).toBeLessThan(4)
    }
  })

  it('keeps of rivals rather the larger stake, by no more than there are rivals (consensus.md 12)', () => {
    const kept = run.kept.map((blocks, producer) => blocks / must(run.made[producer], 'a producer'))
    expect(must(kept[3], 'the largest')).toBeGreaterThan(must(kept[0], 'the smallest'))
    expect(must(kept[0], 'the smallest')).toBeGreaterThan(1 - (4 * run.orphans) / 1000)
  })
})

/** Rivals of one slot alone: whoever waits for no message still can not know of a draw of the same second. */
it.each([
  ['four slots to an interval make 12 % of all blocks rivals', 4, 75, 140],
  ['ten slots make 5 %', 10, 24, 66],
] as const)('%s (consensus.md 3)', { timeout: 180_000 }, (_, blockInterval, least, most) => {
  const even = Array.from({ length: 8 }, () => 10n ** 10n)
  const { orphans } = measure({
    stakes: even,
    seconds: 1_000 * blockInterval,
    latency: [1, 2],
    seed: 7,
    blockInterval,
  })
  expect(orphans).toBeGreaterThan(least)
  expect(orphans).toBeLessThan(most)
})
