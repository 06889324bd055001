import { quorumOf } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { ROLE_VOTER } from '@vc/ledger'
import type { MemberFacts } from './port.ts'
import type { PeerKey } from './transport.ts'

/** How many voters a node can hear of, and how many a checkpoint needs (consensus.md 14). */
export type Reach = { readonly votersInReach: number; readonly voters: number; readonly quorum: number }

/** `inReach`: the peers heard of lately, and this node itself. */
export function reachOf(members: readonly MemberFacts[], inReach: ReadonlySet<PeerKey>): Reach {
  const voters = members.filter(({ roles }) => (roles & ROLE_VOTER) !== 0)
  const reached = voters.filter(({ peerKey }) => inReach.has(toHex(peerKey)))
  return { votersInReach: reached.length, voters: voters.length, quorum: quorumOf(voters.length) }
}
