import { decodeClaim } from '@vc/consensus'
import type { Chain } from '../chain/chain.ts'
import type { Reception } from '../network/port.ts'

/** Takes a claim of a peer; `now` in seconds since 1970. Only what is wrong for good is blamed (consensus.md 8, 19). */
export function receiveClaim(chain: Chain, bytes: Uint8Array, now: number): Reception {
  const claim = decodeClaim(bytes)
  if (!claim) return { action: 'reject', code: 'malformed' }
  const { kind } = chain.claims.take(chain, claim, now)
  if (kind === 'invalid') return { action: 'reject', code: 'claim-invalid' }
  return kind === 'taken' ? { action: 'accept' } : { action: 'ignore', code: kind }
}
