/** A linear congruential generator: no use for secrets, right for tests. One number replays the run. */
export function seeded(seed: number): (below: number) => number {
  let state = BigInt(seed)
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n
    return Number((state >> 33n) % BigInt(below))
  }
}

/**
 * How often a property is tried: `few` times in `npm test`; `npm run long` makes 10^5 in parts, each with its own seed.
 * `timeout` in milliseconds.
 */
export function longRun(few: number): {
  readonly drawn: { readonly numRuns: number; readonly seed?: number }
  readonly timeout: number
} {
  const { VC_LONG_RUNS: runs, VC_LONG_SEED: seed } = process.env
  const drawn = { numRuns: Number(runs ?? few), ...(seed === undefined ? {} : { seed: Number(seed) }) }
  return { drawn, timeout: runs === undefined ? 60_000 : 3 * 3_600_000 }
}
