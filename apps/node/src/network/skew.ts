/** How far a peer's clock is away, at least: what the way to the peer and back may explain is taken off. */
export type Skew = { readonly ms: number; readonly roundMs: number; readonly at: number }
/** When a question left and its answer came, by this node's clock. */
export type Round = { readonly from: number; readonly to: number }

/** A measurement of a peer's clock is good for so long. */
const GOOD_MS = 60_000

/** Of two measurements the one with the shorter way, unless it is older than a minute. `clockMs`: what the peer's clock read. */
export function betterSkew(known: Skew | undefined, { from, to }: Round, clockMs: number): Skew {
  const roundMs = Math.max(0, to - from)
  if (known && known.roundMs < roundMs && to - known.at < GOOD_MS) return known
  const apart = (from + to) / 2 - clockMs
  return { ms: Math.sign(apart) * Math.max(0, Math.abs(apart) - roundMs / 2), roundMs, at: to }
}

/**
 * The median of what peers' clocks say of this node's; undefined without peers. Of an even number the one of the two in the
 * middle that is nearer to no skew: as many peers as say that the clock is right are believed.
 */
export function medianSkew(skews: readonly Skew[]): number | undefined {
  const sorted = skews.map(({ ms }) => ms).sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  if (low === undefined || high === undefined) return undefined
  return Math.abs(low) <= Math.abs(high) ? low : high
}

/** A node whose clock is further off the median of its peers makes and votes nothing; seconds (consensus.md 3). */
export const MOST_SKEW = 1

/** May a node go by its clock? One without peers has nothing else to go by. */
export const isRightBy = (skewMs: number | undefined): boolean => Math.abs(skewMs ?? 0) <= 1_000 * MOST_SKEW
