import {
  type Certificate,
  chooseVote,
  isSameLink,
  type Link,
  recordedJustified,
  signVote,
  type Vote,
} from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'
import type { SignedVote } from '../keys/sign-state.ts'
import { type Chain, standing } from './chain.ts'
import type { Producer } from './produce-block.ts'

/**
 * This node's vote on its head (consensus.md 14): the link that it should vote for now, or the one that its
 * sign-state says it has voted for already; undefined when it is no voter or there is nothing to vote for. The
 * sign-state is on disk before the signature is given out. `known`: the vote signed before, given again as it is.
 */
export function voteOnHead(chain: Chain, { key, signState }: Producer, known?: Vote): Vote | undefined {
  const { justified } = chain.finality
  const voters = chain.finality.votersFrom(justified)
  if (!voters.some((voter) => equalBytes(voter, key.producerKey))) return undefined
  const last = signState.lastVote()
  const lastVote = last && linkOf(last)
  const { parameters } = chain.configuration
  const { hashAt } = chain.blocks
  const chosen = chooseVote({ head: chain.head.height, justified, lastVote, hashAt, parameters })
  const link = chosen ?? (lastVote && isOpen(chain, lastVote) ? lastVote : undefined)
  if (!link || !signState.maySignVote(signedOf(link))) return undefined
  if (known && isSameLink(known, link)) return known
  return signVote(chain.network, link, key.stakeSecret)
}

/** The certificates that the next block can record: from what its branch has recorded as justified, up (section 14). */
export function certificatesFor(chain: Chain, most = 2): readonly Certificate[] {
  const found: Certificate[] = []
  const sources = [...recordedJustified(chain.state, chain.network)]
  let above = standing(chain).justified.height
  while (found.length < most) {
    const open = sources.flatMap((source) => chain.finality.provenFrom(source))
    const higher = open.filter(({ target }) => target.height > above && isOnChain(chain, target))
    const [next] = higher.sort(
      (a, b) => a.target.height - b.target.height || b.source.height - a.source.height,
    )
    if (!next) return found
    found.push(next)
    sources.push(next.target)
    above = next.target.height
  }
  return found
}

function isOnChain({ blocks }: Chain, { height, hash }: Link['target']): boolean {
  const there = blocks.hashAt(height)
  return there !== undefined && equalBytes(there, hash)
}

/** Does the link still lead from a justified block of this branch to one that is not? */
function isOpen(chain: Chain, { source, target }: Link): boolean {
  const { finality } = chain
  return finality.isJustified(source) && !finality.isJustified(target) && isOnChain(chain, target)
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
