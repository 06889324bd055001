import type { Clock } from '@vc/kernel'

/** May one more pass? `size` at once, refilled over a minute. */
export type TokenBucket = { readonly take: () => boolean }

/** A bucket of `size` tokens that fills up evenly once a minute (consensus.md 19). */
export function tokenBucket(size: number, clock: Clock): TokenBucket {
  let tokens = size
  let filled = clock.nowMs()
  return {
    take: () => {
      const now = clock.nowMs()
      tokens = Math.min(size, tokens + (Math.max(0, now - filled) * size) / 60_000)
      filled = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

const MOST_NAMES = 1_024

/** The bucket of a name, such as a peer and what it asks; of too many names all are forgotten. */
export function tokenBuckets(clock: Clock): (name: string, size: number) => TokenBucket {
  const buckets = new Map<string, TokenBucket>()
  return (name, size) => {
    const bucket = buckets.get(name) ?? tokenBucket(size, clock)
    if (buckets.size > MOST_NAMES) buckets.clear()
    buckets.set(name, bucket)
    return bucket
  }
}
