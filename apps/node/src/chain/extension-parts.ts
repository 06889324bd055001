import { type Evidence, type Header, isEvidence, isSuspended } from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import type { Chain } from './chain.ts'
import { hashOf } from './state-at.ts'

const mostEvidence = 4

/** Other versions of the head that the next block names: all that are known, one for each producer (consensus.md 9). */
export function referencesFor(chain: Chain): readonly Header[] {
  const { tree, head, blocks, state, configuration } = chain
  const { prevHash } = head.header
  if (head.height === 0 || !tree.has(toHex(prevHash))) return []
  const named = [head.header]
  for (const { name } of tree.childrenOf(toHex(prevHash))) {
    const version = blocks.header(hashOf(name))
    const isFresh = version && named.every((other) => !isSameMaker(other, version))
    if (isFresh && !isSuspended(state, version.producerKey)) named.push(version)
  }
  return named.slice(1, 1 + configuration.parameters.maxReferences)
}

function isSameMaker(a: Header, b: Header): boolean {
  const isSameStake = equalBytes(a.stakeTxid, b.stakeTxid) && a.stakeIndex === b.stakeIndex
  return isSameStake || equalBytes(a.producerKey, b.producerKey)
}

/** The evidence that the next block can carry. */
export function evidenceFor(chain: Chain): readonly Evidence[] {
  const { state, network, checks, configuration, head } = chain
  const at = { state, height: head.height + 1, network, checks, parameters: configuration.parameters }
  return chain.evidence
    .all()
    .filter((one) => isEvidence(one, at))
    .slice(0, mostEvidence)
}
