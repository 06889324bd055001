import {
  type Claim,
  claimedHeight,
  claimsFor,
  claimTurns,
  judgeClaim,
  judgeClaims,
  type RecordedClaim,
} from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import type { Chain } from './chain.ts'

const MOST = 8
const MOST_IN_BLOCK = 2

/**
 * What became of a claim. `unknown`: a header of Bitcoin is not at hand; `early`: its block of Bitcoin counts later only;
 * `many`: as many claims for its height are here as one can have. Only `invalid` is wrong for good.
 */
export type ClaimOutcome =
  | { readonly kind: 'taken' | 'known'; readonly recorded: RecordedClaim }
  | { readonly kind: 'unknown' | 'early' | 'other-height' | 'many' | 'invalid' }

/** Claims that no block has recorded yet, for the next two heights that one can have (consensus.md 8, 19). */
export class ClaimBook {
  readonly #open = new Map<string, { readonly claim: Claim; readonly recorded: RecordedClaim }>()

  /** `now` in seconds since 1970. */
  take(chain: Chain, claim: Claim, now: number): ClaimOutcome {
    const recorded = judgeClaim(claim, groundOf(chain, now))
    if (recorded === undefined) return { kind: 'invalid' }
    if (recorded === 'unknown' || recorded === 'early') return { kind: recorded }
    const [due] = claimableHeights(chain)
    if (!claimableHeights(chain).includes(recorded.height)) return { kind: 'other-height' }
    this.#forget(due)
    const name = toHex(recorded.claimId)
    const rivals = [...this.#open.values()].filter((one) => one.recorded.height === recorded.height)
    if (this.#open.has(name) || isOnChain(chain, recorded)) return { kind: 'known', recorded }
    if (rivals.length >= MOST) return { kind: 'many' }
    this.#open.set(name, { claim, recorded })
    return { kind: 'taken', recorded }
  }

  /** Those that the next block can record. */
  forNext(chain: Chain, time: number): readonly Claim[] {
    const { parameters } = chain.configuration
    const due = claimedHeight(chain.head.height + 1, parameters)
    const known = claimsFor(chain.state, due, parameters)
    const open = [...this.#open.values()].filter(
      ({ recorded }) => recorded.height === due && !known.some(({ key }) => equalBytes(key, recorded.key)),
    )
    const claims = open.slice(0, MOST_IN_BLOCK).map(({ claim }) => claim)
    return judgeClaims(claims, groundOf(chain, time)).ok ? claims : []
  }

  #forget(below: number): void {
    for (const [name, { recorded }] of this.#open) if (recorded.height < below) this.#open.delete(name)
  }
}

/** The next two heights that a claim can be for. */
export function claimableHeights({ head, configuration }: Chain): readonly [number, number] {
  const due = claimedHeight(head.height + 1, configuration.parameters)
  return [due, due + configuration.parameters['pob.interval']]
}

const isOnChain = ({ state, configuration }: Chain, { height, claimId }: RecordedClaim) =>
  claimsFor(state, height, configuration.parameters).some((one) => equalBytes(one.claimId, claimId))

/** The first slot of `from` … `to` in which a recorded claim of this key has its turn on the head. */
export function claimSlot(
  { state, head, configuration }: Chain,
  key: Uint8Array,
  from: number,
  to: number,
): { readonly claim: RecordedClaim; readonly time: number } | undefined {
  const { parameters } = configuration
  const turn = claimTurns(state, head.header, parameters).find(({ claim }) => equalBytes(claim.key, key))
  if (!turn) return undefined
  const { slotSeconds } = parameters
  const time = Math.ceil(Math.max(turn.from, from) / slotSeconds) * slotSeconds
  return time <= to ? { claim: turn.claim, time } : undefined
}

function groundOf({ state, head, network, configuration, outside }: Chain, time: number) {
  return { state, height: head.height + 1, time, network, parameters: configuration.parameters, outside }
}
