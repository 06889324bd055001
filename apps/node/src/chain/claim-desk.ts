import type { ClaimAnswer } from '@vc/client'
import { type Claim, decodeClaim, encodeClaim } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import type { Clock } from '@vc/kernel'
import type { CorePort } from '../network/port.ts'
import type { Chain } from './chain.ts'
import { type ClaimOutcome, claimableHeights } from './claim-book.ts'

type Refused = Extract<ClaimAnswer, { accepted: false }>['refusal']['code']
const codes = {
  invalid: 'claim-invalid',
  unknown: 'claim-header-unknown',
  early: 'claim-early',
  'other-height': 'claim-other-height',
  many: 'claims-many',
} as const satisfies Record<Exclude<ClaimOutcome['kind'], 'taken' | 'known'>, Refused>

/** Where the operator hands in a claim to a proof-of-burn block: judged like one of a peer, and told to all (consensus.md 8). */
export type ClaimDesk = {
  readonly submitClaim: (claim: Uint8Array) => ClaimAnswer
  /** Tells peers from time to time what was handed in here and is not recorded: who took it may have ended before it told anybody. */
  readonly tellClaims: () => void
}

/** Blocks after which they are told again. */
const AGAIN = 6

/** The desk of a node. */
export function claimDesk(chain: Chain, port: CorePort, clock: Clock): ClaimDesk {
  const no = (code: Refused, facts = {}): ClaimAnswer => ({ accepted: false, refusal: { code, facts } })
  return {
    submitClaim: (bytes) => {
      const { parameters } = chain.configuration
      const source = parameters['pob.source']
      const claim = decodeClaim(bytes)
      if (!claim) return no('claim-malformed', { bytes: bytes.length })
      if (source === 'off') return no('claims-off')
      const now = Math.floor(clock.nowMs() / 1_000)
      const outcome = chain.claims.take(chain, claim, now, { isOwn: true })
      if (outcome.kind !== 'taken' && outcome.kind !== 'known')
        return no(codes[outcome.kind], { source, ...factsOf(claim, chain, now) })
      if (outcome.kind === 'taken') port.announceClaim(bytes)
      const { claimId, height } = outcome.recorded
      return { accepted: true, isNew: outcome.kind === 'taken', claimId: toHex(claimId), height }
    },
    tellClaims: () => {
      if (chain.head.height % AGAIN !== 0) return
      for (const claim of chain.claims.ownUnrecorded(chain)) port.announceClaim(encodeClaim(claim))
    },
  }
}

/** What the operator needs to see what is wrong. `counts`: the newest block of Bitcoin that a claim may stand in now. */
function factsOf(claim: Claim, chain: Chain, now: number) {
  const { parameters } = chain.configuration
  const heights = claimableHeights(chain)
  if (claim.kind === 'notary') return { heights, notaryQuorum: parameters['pob.notaryQuorum'] }
  const counts = chain.outside?.lastBefore(now - parameters['beacon.lag'])?.height ?? null
  return { heights, bitcoinHeight: claim.bitcoinHeight, counts, minBurn: parameters['pob.minBurn'] }
}
