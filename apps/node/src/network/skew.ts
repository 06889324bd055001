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
