import { must } from '@vc/kernel'

/** What several runs of one network say of a figure: their mean, and how far chance alone may have moved it. */
export type Estimate = { readonly mean: number; readonly error: number }

/** So many standard errors are chance: of 50 estimates as good as ours one in a thousand runs of all leaves them. */
export const CHANCE = 4.5

/** Mean and standard error over independent runs. Within a run blocks hang together, so that runs alone are counted. */
export function estimateOf(runs: readonly number[]): Estimate {
  const mean = sum(runs) / runs.length
  const spread = sum(runs.map((run) => (run - mean) ** 2)) / (runs.length - 1)
  return { mean, error: Math.sqrt(spread / runs.length) }
}

/** Could a network whose figure lies in [least, most] have given this estimate? */
export function agrees({ mean, error }: Estimate, [least, most]: readonly [number, number]): boolean {
  return mean >= least - CHANCE * error && mean <= most + CHANCE * error
}

/**
 * How far counts lie from the shares that they should have, in standard deviations of the sum of squares (chi-square,
 * which has as many degrees of freedom as counts less one).
 */
export function strayOf(counts: readonly number[], shares: readonly number[]): number {
  const [all, whole] = [sum(counts), sum(shares)]
  const expected = shares.map((share) => (all * share) / whole)
  const square = sum(
    counts.map((count, at) => (count - must(expected[at], 'a share')) ** 2 / must(expected[at], 'a share')),
  )
  const freedom = counts.length - 1
  return (square - freedom) / Math.sqrt(2 * freedom)
}

/** Part of a list that a rule holds of. */
export const partOf = (list: readonly number[], holds: (one: number) => boolean) =>
  list.filter(holds).length / list.length

export const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0)
