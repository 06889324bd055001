import type { Clock } from '@vc/kernel'

export type RateLimiter = {
  /** Counts one try of `key`; false when there were already `perMinute` of them within the last minute. */
  readonly take: (key: string, perMinute: number) => boolean
}

const WINDOW_MS = 60_000
const MAX_KEYS = 50_000

/** Counts tries in this process, sliding over one minute (reliability.md S-13). Forgets the oldest keys first. */
export function createRateLimiter(clock: Clock): RateLimiter {
  const tries = new Map<string, number[]>()
  return {
    take(key, perMinute) {
      const now = clock.nowMs()
      const recent = (tries.get(key) ?? []).filter((at) => at > now - WINDOW_MS)
      const allowed = recent.length < perMinute
      tries.delete(key)
      tries.set(key, allowed ? [...recent, now] : recent)
      if (tries.size > MAX_KEYS) forgetOldest(tries)
      return allowed
    },
  }
}

function forgetOldest(tries: Map<string, number[]>): void {
  const oldest = tries.keys().next()
  if (!oldest.done) tries.delete(oldest.value)
}
