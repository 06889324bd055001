import { compareBytes, equalBytes, type SignatureChecks } from '@vc/crypto'
import type { StateReader } from '@vc/ledger'
import { isVoteSigned } from './checkpoints.ts'
import type { Evidence } from './codec/extension.ts'
import { blockHash, blockMessage, type Header } from './codec/header.ts'
import { type Vote, voteHash } from './codec/vote.ts'
import type { Parameters } from './configuration/parameters.ts'
import { isMember } from './members.ts'
import { isSuspended } from './state-entries.ts'

/** Does the producer's key sign this header? */
export function isHeaderSigned(header: Header, checks: SignatureChecks): boolean {
  return checks.schnorr(header.signature, blockMessage(blockHash(header)), header.producerKey)
}

/** Do two headers contradict each other: one outpoint, time and key, two hashes (consensus.md 13)? */
export function doHeadersConflict(a: Header, b: Header): boolean {
  const sameDraw = equalBytes(a.stakeTxid, b.stakeTxid) && a.stakeIndex === b.stakeIndex && a.time === b.time
  return sameDraw && equalBytes(a.producerKey, b.producerKey) && !equalBytes(blockHash(a), blockHash(b))
}

/** Do two votes of one key contradict each other: same target height, or one's link around the other's? */
export function doVotesConflict(a: Vote, b: Vote): boolean {
  if (!equalBytes(a.key, b.key)) return false
  if (a.target.height === b.target.height) {
    return !(equalBytes(a.target.hash, b.target.hash) && isSameSource(a, b))
  }
  return surrounds(a, b) || surrounds(b, a)
}

/** The two in the order of evidence: ascending by hash. */
export function evidenceOf(
  pair:
    | { readonly kind: 'headers'; readonly a: Header; readonly b: Header }
    | { readonly kind: 'votes'; readonly a: Vote; readonly b: Vote },
): Evidence {
  if (pair.kind === 'headers') {
    const swap = compareBytes(blockHash(pair.a), blockHash(pair.b)) > 0
    return { kind: 'headers', first: swap ? pair.b : pair.a, second: swap ? pair.a : pair.b }
  }
  const swap = compareBytes(voteHash(pair.a), voteHash(pair.b)) > 0
  return { kind: 'votes', first: swap ? pair.b : pair.a, second: swap ? pair.a : pair.b }
}

/** The key that evidence is against. */
export function accusedBy(evidence: Evidence): Uint8Array {
  return evidence.kind === 'headers' ? evidence.first.producerKey : evidence.first.key
}

/** May a block of this height on this state carry the evidence (consensus.md 13)? */
export function isEvidence(
  evidence: Evidence,
  at: {
    readonly state: StateReader
    readonly height: number
    readonly network: Uint8Array
    readonly checks: SignatureChecks
    readonly parameters: Parameters
  },
): boolean {
  const key = accusedBy(evidence)
  if (!isProof(evidence, at.network, at.checks)) return false
  if (lowestHeight(evidence) <= at.height - at.parameters.evidenceAge) return false
  return isMember(at.state, key) && !isSuspended(at.state, key)
}

/** Do two good signatures of one key contradict each other, in the order of evidence? No state is asked. */
export function isProof(evidence: Evidence, network: Uint8Array, checks: SignatureChecks): boolean {
  if (evidence.kind === 'headers') {
    const { first, second } = evidence
    const ordered = compareBytes(blockHash(first), blockHash(second)) < 0
    const signed = () => isHeaderSigned(first, checks) && isHeaderSigned(second, checks)
    return ordered && doHeadersConflict(first, second) && signed()
  }
  const { first, second } = evidence
  const ordered = compareBytes(voteHash(first), voteHash(second)) < 0
  const signed = () => isVoteSigned(network, first, checks) && isVoteSigned(network, second, checks)
  return ordered && doVotesConflict(first, second) && signed()
}

function lowestHeight(evidence: Evidence): number {
  if (evidence.kind === 'headers') return Math.min(evidence.first.height, evidence.second.height)
  return Math.min(evidence.first.target.height, evidence.second.target.height)
}

const isSameSource = (a: Vote, b: Vote) =>
  a.source.height === b.source.height && equalBytes(a.source.hash, b.source.hash)

const surrounds = (a: Vote, b: Vote) => a.source.height < b.source.height && a.target.height > b.target.height
