import type { PeerKey } from './transport.ts'

/** What a member is worth to gossip, and what all stake of the network adds to that. */
const MEMBER = 2
const ALL_STAKE = 8

export type StandingFacts = { readonly peer: PeerKey; readonly stake: bigint }

/**
 * The application's part of a peer's score (P5 of gossipsub 1.1): membership, and the share of all stake. Who has neither is
 * worth nothing: it may connect, as one of the start list, and comes last. So a node with more peers than its mesh holds
 * keeps those by whom most blocks are made. The sum is small against what wrong messages cost.
 */
export function standingsOf(members: readonly StandingFacts[]): ReadonlyMap<PeerKey, number> {
  const all = members.reduce((sum, { stake }) => sum + stake, 0n)
  const shareOf = (stake: bigint) => (all === 0n ? 0 : Number((stake * 1_000_000n) / all) / 1_000_000)
  return new Map(members.map(({ peer, stake }) => [peer, MEMBER + ALL_STAKE * shareOf(stake)]))
}
