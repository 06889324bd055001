import { equalBytes, type SignatureChecks, schnorrPublicKey, signSchnorr } from '@vc/crypto'
import type { Certificate } from './codec/extension.ts'
import type { Checkpoint, Link, Vote } from './codec/vote.ts'
import { voteMessage } from './codec/vote.ts'
import type { Parameters } from './configuration/parameters.ts'
import type { ChainEntry } from './state-entries.ts'

type Finality = Pick<ChainEntry, 'justified' | 'final'>

/** Votes that justify: 2N/3 + 1, rounded down (consensus.md 14). */
export function quorumOf(voters: number): number {
  return Math.floor((2 * voters) / 3) + 1
}

/** A voter's signature for a link. Which links may be signed is the signer's file's word (section 13). */
export function signVote(network: Uint8Array, link: Link, secret: Uint8Array): Vote {
  const { source, target } = link
  const signature = signSchnorr(voteMessage(network, link), secret)
  return { source, target, key: schnorrPublicKey(secret), signature }
}

/** Is the vote's signature the key's? Whether the key votes is `votersFor`'s word. */
export function isVoteSigned(network: Uint8Array, vote: Vote, checks: SignatureChecks): boolean {
  return checks.schnorr(vote.signature, voteMessage(network, vote), vote.key)
}

/** Joins the votes of these voters for a link, all well signed; undefined below the quorum. */
export function certificateOf(
  link: Link,
  votes: readonly Vote[],
  voters: readonly Uint8Array[],
): Certificate | undefined {
  const bits = new Uint8Array(Math.ceil(voters.length / 8))
  const signatures: Uint8Array[] = []
  for (const [i, voter] of voters.entries()) {
    const vote = votes.find(({ key, ...its }) => equalBytes(key, voter) && isSameLink(its, link))
    if (vote === undefined) continue
    bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7))
    signatures.push(vote.signature)
  }
  if (signatures.length < quorumOf(voters.length)) return undefined
  return { source: link.source, target: link.target, voters: bits, signatures }
}

/** At least a quorum of valid signatures of these voters, and nothing else. */
export function isCertificate(
  network: Uint8Array,
  certificate: Certificate,
  voters: readonly Uint8Array[],
  checks: SignatureChecks,
): boolean {
  const { voters: bits, signatures } = certificate
  if (bits.length !== Math.ceil(voters.length / 8)) return false
  const signers = signersOf(bits)
  if (signers.length !== signatures.length || signers.length < quorumOf(voters.length)) return false
  const message = voteMessage(network, certificate)
  return signers.every((i, at) => {
    const [key, signature] = [voters[i], signatures[at]]
    return key !== undefined && signature !== undefined && checks.schnorr(signature, message, key)
  })
}

/** What is justified and final after a link got its quorum: the source is final when the target is its next checkpoint. */
export function justify(
  before: Finality,
  { source, target }: Link,
  { checkpointPeriod }: Parameters,
): Finality {
  const isNext = target.height === source.height + checkpointPeriod
  const makesFinal = isNext && source.height > before.final.height
  return { justified: target, final: makesFinal ? source : before.final }
}

/**
 * The link that an honest voter votes for: the highest checkpoint `voteDepth` below its head, from the highest justified
 * one; undefined when it is not above its last target, or the source below its last source. `hashAt`: of the branch.
 */
export function chooseVote(of: {
  readonly head: number
  readonly justified: Checkpoint
  readonly lastVote: Link | undefined
  readonly hashAt: (height: number) => Uint8Array | undefined
  readonly parameters: Parameters
}): Link | undefined {
  const { checkpointPeriod, voteDepth } = of.parameters
  const height = Math.floor((of.head - voteDepth) / checkpointPeriod) * checkpointPeriod
  const hash = height > of.justified.height ? of.hashAt(height) : undefined
  if (hash === undefined) return undefined
  const { lastVote, justified } = of
  if (lastVote !== undefined && height <= lastVote.target.height) return undefined
  if (lastVote !== undefined && justified.height < lastVote.source.height) return undefined
  return { source: justified, target: { height, hash } }
}

export function isSameCheckpoint(a: Checkpoint, b: Checkpoint): boolean {
  return a.height === b.height && equalBytes(a.hash, b.hash)
}

export function isSameLink(a: Link, b: Link): boolean {
  return isSameCheckpoint(a.source, b.source) && isSameCheckpoint(a.target, b.target)
}

function signersOf(bits: Uint8Array): readonly number[] {
  return Array.from({ length: 8 * bits.length }, (_, i) => i).filter(
    (i) => ((bits[i >> 3] ?? 0) >> (i & 7)) & 1,
  )
}
