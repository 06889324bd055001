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
import type { Store } from '../storage/store.ts'
import type { Chain } from './chain.ts'
import { claimRemoval, claimWrite, type OpenClaim, readClaims } from './claim-store.ts'

const MOST = 8
const MOST_IN_BLOCK = 2

/**
 * What became of a claim. `unknown`: a header of Bitcoin is not at hand; `early`: its block of Bitcoin counts later only;
 * `many`: as many claims for its height are here as one can have. Only `invalid` is wrong for good.
 */
export type ClaimOutcome =
  | { readonly kind: 'taken' | 'known'; readonly recorded: RecordedClaim }
  | { readonly kind: 'unknown' | 'early' | 'other-height' | 'many' | 'invalid' }

/**
 * Claims for the next two heights that one can have (consensus.md 8, 19), kept in the store until their height has come: what
 * was taken is still there after any end of the process (ADR 40).
 */
export class ClaimBook {
  readonly #store: Store
  readonly #open: Map<string, OpenClaim>

  constructor(store: Store) {
    this.#store = store
    this.#open = new Map(readClaims(store).map((one) => [toHex(one.recorded.claimId), one]))
  }

  /** On disk when it says `taken`. `now` in seconds since 1970; `isOwn`: handed in here, and not heard of a peer. */
  take(chain: Chain, claim: Claim, now: number, { isOwn = false } = {}): ClaimOutcome {
    const recorded = judgeClaim(claim, groundOf(chain, now))
    if (recorded === undefined) return { kind: 'invalid' }
    if (recorded === 'unknown' || recorded === 'early') return { kind: recorded }
    const [due] = claimableHeights(chain)
    if (!claimableHeights(chain).includes(recorded.height)) return { kind: 'other-height' }
    const name = toHex(recorded.claimId)
    const rivals = [...this.#open.values()].filter((one) => one.recorded.height === recorded.height)
    if (this.#open.has(name) || isOnChain(chain, recorded)) return { kind: 'known', recorded }
    if (rivals.length >= MOST) return { kind: 'many' }
    this.#keep({ claim, recorded, isOwn }, due)
    return { kind: 'taken', recorded }
  }

  /** Those handed in here that no block has recorded yet: to be told again. */
  ownUnrecorded(chain: Chain): readonly Claim[] {
    const [due] = claimableHeights(chain)
    return [...this.#open.values()].flatMap(({ claim, recorded, isOwn }) =>
      isOwn && recorded.height >= due && !isOnChain(chain, recorded) ? claim : [],
    )
  }

  /** Those that the next block can record. */
  forNext(chain: Chain, time: number): readonly Claim[] {
    const { parameters } = chain.configuration
    const due = claimedHeight(chain.head.height + 1, parameters)
    const known = claimsFor(chain.state, due, parameters)
    const open = [...this.#open.values()].filter(
      ({ recorded }) => recorded.height === due && !known.some(({ key }) => equalBytes(key, recorded.key)),
    )
    const ground = groundOf(chain, time)
    const good = open.map(({ claim }) => claim).filter((claim) => judgeClaims([claim], ground).ok)
    const claims = good.slice(0, MOST_IN_BLOCK)
    return judgeClaims(claims, ground).ok ? claims : good.slice(0, 1)
  }

  /** In one commit with the going of those whose height has come. */
  #keep(one: OpenClaim, due: number): void {
    const over = [...this.#open].filter(([, { recorded }]) => recorded.height < due)
    this.#store.commit([claimWrite(one), ...over.map(([, { recorded }]) => claimRemoval(recorded))])
    for (const [name] of over) this.#open.delete(name)
    this.#open.set(toHex(one.recorded.claimId), one)
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
