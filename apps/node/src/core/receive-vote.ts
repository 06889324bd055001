import { decodeVote, evidenceOf, isVoterNow, isVoteSigned } from '@vc/consensus'
import type { Chain } from '../chain/chain.ts'
import { takeVote } from '../chain/finality.ts'
import type { Reception } from '../network/port.ts'

/** Votes for targets so far above the head are not kept. */
const AHEAD = 512

/**
 * Takes a vote of a peer or of this node; one that contradicts another of its key becomes evidence (consensus.md 13, 14).
 * Whose suspension is recorded but not final votes on: a member on another branch counts such votes, so all must hear them.
 * Who has signed what contradicts itself is heard on blocks that are known here only, which are few however much it signs:
 * its votes count for a block that records them, so what one member has proven with them all must be able to see.
 */
export function receiveVote(chain: Chain, bytes: Uint8Array): Reception {
  const vote = decodeVote(bytes)
  if (!vote) return { action: 'reject', code: 'malformed' }
  const { height } = vote.target
  if (!isVoter(chain, vote.key) || height <= chain.finality.floor || height > chain.head.height + AHEAD)
    return { action: 'ignore' }
  const isAccused = chain.evidence.against(vote.key)?.kind === 'votes'
  if (isAccused && !chain.finality.isOfKnown(vote)) return { action: 'ignore', code: 'vote-contradicted' }
  if (!isVoteSigned(chain.network, vote, chain.checks)) return { action: 'reject', code: 'signature' }
  const outcome = takeVote(chain, vote)
  if (outcome.kind === 'conflict')
    chain.evidence.note(evidenceOf({ kind: 'votes', a: vote, b: outcome.other }))
  return { action: outcome.kind === 'known' || outcome.kind === 'old' ? 'ignore' : 'accept' }
}

const isVoter = ({ state, finality }: Chain, key: Uint8Array) =>
  isVoterNow(state, key) || finality.isVoter(key)
