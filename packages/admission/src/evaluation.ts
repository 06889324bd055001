const DAYS = 7

/** Blocks from one evaluation of the schedule to the next. */
export const evaluationPeriod = (blocksPerDay: number): number => DAYS * blocksPerDay

/** The heights after one and up to another at which evaluations are cut: every seven days of blocks, by no clock. */
export function evaluationCuts(after: number, upTo: number, blocksPerDay: number): readonly number[] {
  const period = evaluationPeriod(blocksPerDay)
  const first = Math.floor(Math.max(after, 0) / period) + 1
  const count = Math.floor(Math.max(upTo, 0) / period) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * period)
}
