import {
  type Certificate,
  certificateOf,
  chooseVote,
  isSameCheckpoint,
  type Link,
  signVote,
  type Vote,
  votersFor,
} from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'
import type { SignedVote } from '../keys/sign-state.ts'
import { type Chain, standing } from './chain.ts'
import type { Producer } from './produce-block.ts'

/**
 * This node's vote on its head (consensus.md 14): the link that it should vote for now, or the one that its
 * sign-state says it has voted for already; undefined when it is no voter or there is nothing to vote for. The
 * sign-state is on disk before the signature is given out.
 */
export function voteOnHead(chain: Chain, { key, signState }: Producer): Vote | undefined {
  const { justified } = standing(chain)
  const voters = votersFor(chain.state, justified.height)
  if (!voters.some((voter) => equalBytes(voter, key.producerKey))) return undefined
  const last = signState.lastVote()
  const lastVote = last && linkOf(last)
  const { parameters } = chain.configuration
  const chosen = chooseVote({
    head: chain.head.height,
    justified,
    lastVote,
    hashAt: chain.blocks.hashAt,
    parameters,
  })
  const link = chosen ?? (lastVote && isOpen(chain, lastVote) ? lastVote : undefined)
  if (!link || !signState.maySignVote(signedOf(link))) return undefined
  return signVote(chain.network, link, key.stakeSecret)
}

/** The certificate that the next block can record: a quorum of these votes from the justified checkpoint on. */
export function certificateFor(chain: Chain, votes: readonly Vote[]): Certificate | undefined {
  const open = votes.find((vote) => isOpen(chain, vote))
  if (!open) return undefined
  return certificateOf(open, votes, votersFor(chain.state, open.source.height))
}

/** Does the link still lead from what is justified to a later block of this branch? */
function isOpen(chain: Chain, { source, target }: Link): boolean {
  const hash = chain.blocks.hashAt(target.height)
  const { justified } = standing(chain)
  const ahead = isSameCheckpoint(source, justified) && target.height > justified.height
  return ahead && hash !== undefined && equalBytes(hash, target.hash)
}

const linkOf = (vote: SignedVote): Link => ({
  source: { height: vote.sourceHeight, hash: fromHex(vote.sourceHash) },
  target: { height: vote.targetHeight, hash: fromHex(vote.targetHash) },
})

const signedOf = ({ source, target }: Link): SignedVote => ({
  sourceHeight: source.height,
  sourceHash: toHex(source.hash),
  targetHeight: target.height,
  targetHash: toHex(target.hash),
})
