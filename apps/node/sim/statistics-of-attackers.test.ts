import { describe, expect, it } from 'vitest'
import { displacedPart } from './attackers/avalanche.ts'
import { minutesBetween } from './attackers/foresight.ts'
import { gainOf } from './attackers/hidden-reveals.ts'
import { growth, honestNeeded, wholeTreeGrowth } from './attackers/private-tree.ts'
import { agrees, type Estimate, estimateOf } from './estimate.ts'

/** `npm run long statistics`. What few draws can not tell is asked there alone. */
const isLong = process.env.VC_STATISTICS === 'long'
const SEEDS = Array.from({ length: 8 }, (_, n) => 2_026 + n)
const LONG_MS = 3_600_000

const over = (figure: (seed: number) => number) => estimateOf(SEEDS.map(figure))

/** Holds a figure within what rounds to it, seen by a sample whose error is small enough to tell (docs/adr/0044). */
function expectFigure(found: Estimate, spec: readonly [least: number, most: number], error: number): void {
  const seen = `${found.mean} ± ${found.error}`
  expect(agrees(found, spec), `${seen} is not within ${spec.join(' … ')}`).toBe(true)
  expect(found.error, seen).toBeLessThan(error)
}

describe('a tree built in private (consensus.md 5)', () => {
  it('would outgrow all but 73 % of honest stake, had each branch draws of its own', () => {
    // Slots that are short against the interval; with ours of a second it is 72 %.
    expect(wholeTreeGrowth(1e-5)).toBeCloseTo(Math.E, 3)
    expect(honestNeeded(wholeTreeGrowth(1e-5))).toBeGreaterThan(0.725)
    expect(honestNeeded(wholeTreeGrowth(1e-5))).toBeLessThan(0.735)
    const [most, seconds] = isLong ? [1_000, 3_000] : [50, 1_500]
    const ours = { share: 270, most, seconds }
    const factor = growth({ ...ours, seed: 1, ownDraws: true })
    // A tree that keeps its highest blocks alone is slower, by this at most (Brunet and Derrida 1997).
    const whole = wholeTreeGrowth(0.027)
    expect(factor).toBeGreaterThan(whole * (1 - Math.PI ** 2 / 2 / Math.log(most) ** 2))
    expect(factor).toBeLessThan(whole)
  })

  it('grows no faster than its stake draws with our randomness, so that an honest majority is enough', () => {
    for (const seed of SEEDS) {
      const factor = growth({ share: 270, most: 4, seconds: 1_500, seed, ownDraws: false })
      expect(honestNeeded(factor)).toBe(0.5)
    }
  })
})

/** Of a day's 8,640 blocks those of 80 % of the stake. */
const HONEST_A_DAY = 0.8 * 8_640

describe('withheld draws (consensus.md 13)', () => {
  const part = (blocks: number, rest: { signsAgain: boolean; weighsNothing: boolean }) =>
    over((seed) => displacedPart({ share: 200, blocks, seed, ...rest }))

  it('displace 5 % of honest blocks for 20 % of stake, each draw used once', () => {
    const [blocks, error] = isLong ? [10_000, 0.002] : [1_000, 0.006]
    expectFigure(part(blocks, { signsAgain: false, weighsNothing: true }), [0.045, 0.055], error)
  })

  it('displace no more when they are signed again, since they then weigh nothing', () => {
    const [blocks, error] = isLong ? [10_000, 0.002] : [1_000, 0.006]
    expectFigure(part(blocks, { signsAgain: true, weighsNothing: true }), [0, 0.055], error)
  })

  it.runIf(isLong)(
    'displaced 79 % after one to four days, and in the end everything, did they weigh',
    () => {
      const many = Array.from({ length: 48 }, (_, n) => 2_026 + n)
      const weighing = { share: 200, signsAgain: true, weighsNothing: false }
      const within = (days: number, seeds = many) =>
        estimateOf(seeds.map((seed) => displacedPart({ ...weighing, blocks: days * HONEST_A_DAY, seed })))
      expectFigure(within(1), [0.65, 0.79], 0.05)
      // The figure is one of how long one looks.
      expect(agrees(within(1 / 4), [0.65, 0.79])).toBe(false)
      expectFigure(within(4, SEEDS), [0.79, 1], 0.05)
    },
    LONG_MS,
  )
})

describe.runIf(isLong)('hidden reveals (consensus.md 5)', () => {
  const gains = (of: { shares: readonly number[]; owned: number; epoch?: number }) => {
    const all = SEEDS.map((seed) => gainOf({ ...of, epochs: 600, seed }))
    return { kept: estimateOf(all.map(({ kept }) => kept)), drawn: estimateOf(all.map(({ drawn }) => drawn)) }
  }

  /** A third of the stake. Of one output it is a little less, of many a little more: those reveal in any order. */
  const twoOutputs = { shares: [1, 1, 4], owned: 2 }

  it(
    'are worth 1.3 points to a third of the stake, paid for with lost blocks',
    () => {
      const { kept, drawn } = gains(twoOutputs)
      expectFigure(kept, [1.25, 1.35], 0.08)
      // What is lost for it: without that it would be more.
      expect(drawn.mean - kept.mean).toBeGreaterThan(0.15)
    },
    LONG_MS,
  )

  it(
    'are worth more in shorter epochs, whose blocks scatter more',
    () => {
      const { kept } = gains({ ...twoOutputs, epoch: 150 })
      expect(agrees(kept, [1.25, 1.35]), 'this check would see another epoch').toBe(false)
    },
    LONG_MS,
  )
})

describe.runIf(isLong)('draws that are known beforehand (consensus.md 14)', () => {
  const minutes = (of: { share: number; depth: number }) =>
    over((seed) => minutesBetween({ ...of, hours: 250, seed }))

  it(
    'let 20 % of stake undo six blocks every 80 minutes, while nothing becomes final',
    () => {
      expectFigure(minutes({ share: 200, depth: 6 }), [75, 85], 3)
    },
    LONG_MS,
  )

  it(
    'would be as many for other stakes or depths, which the same count tells apart',
    () => {
      expect(agrees(minutes({ share: 220, depth: 6 }), [75, 85])).toBe(false)
      expect(agrees(minutes({ share: 200, depth: 7 }), [75, 85])).toBe(false)
    },
    LONG_MS,
  )
})
