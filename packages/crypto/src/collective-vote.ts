import { bytesToNumber, concatBytes, numberToBytes } from './bytes.ts'
import { type CollectiveCredential, collectiveId, commitmentOf } from './collective.ts'
import { type CollectiveArithmetic, hashToPrime, plainArithmetic } from './collective-arithmetic.ts'
import {
  canonical,
  collectiveParameters,
  credentialOrder,
  hashToModulus,
  rsaModulus,
} from './collective-parameters.ts'
import { taggedHash } from './hash.ts'

/**
 * Making votes of VCC1 (collective.md). Nothing here draws randomness: callers bring it, use each nonce once and erase
 * it before an answer leaves. Not constant in time in plain JavaScript.
 */
const unit = 1n << 32n
const leastCredential = 1n << 2040n
const wide = (x: bigint) => numberToBytes(x, 256)
const mod = (x: bigint) => ((x % credentialOrder) + credentialOrder) % credentialOrder

/** A member's credential with the secret that it votes by. */
export type CollectiveMember = { readonly credential: CollectiveCredential; readonly r: bigint }

/**
 * Registers a member: `s` is HASH160 of the owner's account key as a number (or 2^slot of at most 160 members), `r` and
 * `k` are random scalars. `r` is raised until the credential is a prime.
 */
export function makeCredential(
  of: { readonly s: bigint; readonly weight: bigint; readonly r: bigint; readonly k: bigint },
  arithmetic: CollectiveArithmetic = plainArithmetic,
): CollectiveMember {
  const { q, g, h, id } = collectiveParameters()
  const S = unit * of.s + of.weight
  const { c, r } = firstPrime(
    (arithmetic.power(g, S, q) * arithmetic.power(h, of.r, q)) % q,
    of.r,
    arithmetic,
  )
  const T = arithmetic.power(h, of.k, q)
  const chi = bytesToNumber(taggedHash('VCC1/pop', id, wide(c), numberToBytes(S, 32), wide(T)))
  return { credential: { c, S, chi, z: mod(of.k + chi * r) }, r: mod(r) }
}

function firstPrime(start: bigint, from: bigint, arithmetic: CollectiveArithmetic): { c: bigint; r: bigint } {
  const { q, h } = collectiveParameters()
  let [c, r] = [start, from]
  while (c < leastCredential || c % 2n === 0n || !arithmetic.isPrime(c)) {
    c = (c * h) % q
    r += 1n
  }
  return { c, r }
}

/** Two secret scalars of one vote. */
export type VoteNonces = { readonly k1: bigint; readonly k2: bigint }
/** What a voter publishes first; it can be made in advance. */
export type VoteCommitment = { readonly T1: bigint; readonly T2: bigint }

/** Round 1. */
export function commitToVote(
  { k1, k2 }: VoteNonces,
  { power }: CollectiveArithmetic = plainArithmetic,
): VoteCommitment {
  const { q, h } = collectiveParameters()
  return { T1: power(h, k1, q), T2: power(h, k2, q) }
}

/** What the aggregator sends to the voters it has chosen. */
export type VoteRequest = Readonly<Record<'C' | 'S' | 'T1' | 'T2', bigint>>
/** A request as it is sent: each number in hex, S of 32 bytes, the others of 256. */
export type WrittenRequest = Readonly<Record<'C' | 'S' | 'T1' | 'T2', string>>
export type Voter = { readonly credential: CollectiveCredential; readonly commitment: VoteCommitment }

/** Fixes the voters. */
export function requestVote(voters: readonly Voter[]): VoteRequest {
  const { q } = collectiveParameters()
  const product = (of: (voter: Voter) => bigint) => voters.reduce((all, voter) => (all * of(voter)) % q, 1n)
  return {
    C: product(({ credential }) => credential.c),
    S: voters.reduce((sum, { credential }) => sum + credential.S, 0n),
    T1: product(({ commitment }) => commitment.T1),
    T2: product(({ commitment }) => commitment.T2),
  }
}

type Challenge = { readonly b: bigint; readonly chi: bigint }

function challengeOf(
  { C, S, T1, T2 }: VoteRequest,
  descriptor: Uint8Array,
  message32: Uint8Array,
  { power }: CollectiveArithmetic,
): Challenge {
  const { q } = collectiveParameters()
  const head = concatBytes(collectiveId(descriptor), wide(C), numberToBytes(S, 32))
  const b = mod(bytesToNumber(taggedHash('VCC1/bind', head, wide(T1), wide(T2), message32)))
  const T = (T1 * power(T2, b, q)) % q
  return { b, chi: bytesToNumber(taggedHash('VCC1/vote', head, wide(T), message32)) }
}

/** Round 2: a voter's answer. */
export function answerVote(
  of: {
    readonly request: VoteRequest
    readonly descriptor: Uint8Array
    readonly message32: Uint8Array
    readonly nonces: VoteNonces
    readonly r: bigint
  },
  arithmetic: CollectiveArithmetic = plainArithmetic,
): bigint {
  const { b, chi } = challengeOf(of.request, of.descriptor, of.message32, arithmetic)
  return mod(of.nonces.k1 + b * of.nonces.k2 + chi * of.r)
}

/** Is the answer this voter's? Names the culprit when a witness does not hold. */
export function isVoteAnswer(
  of: {
    readonly request: VoteRequest
    readonly descriptor: Uint8Array
    readonly message32: Uint8Array
    readonly voter: Voter
    readonly answer: bigint
  },
  arithmetic: CollectiveArithmetic = plainArithmetic,
): boolean {
  const { q } = collectiveParameters()
  const { b, chi } = challengeOf(of.request, of.descriptor, of.message32, arithmetic)
  const { credential, commitment } = of.voter
  const T = commitmentOf(credential.c, credential.S, chi, of.answer, arithmetic)
  return T === (commitment.T1 * arithmetic.power(commitment.T2, b, q)) % q
}

/**
 * The witness of 1,153 bytes. `members`: all credentials of the collective; `voters`: those asked, with their answers.
 * The part about membership is about 2 ms a member.
 */
export function joinVote(
  of: {
    readonly request: VoteRequest
    readonly descriptor: Uint8Array
    readonly message32: Uint8Array
    readonly members: readonly CollectiveCredential[]
    readonly voters: readonly CollectiveCredential[]
    readonly answers: readonly bigint[]
  },
  arithmetic: CollectiveArithmetic = plainArithmetic,
): Uint8Array {
  const { S } = of.request
  const { chi } = challengeOf(of.request, of.descriptor, of.message32, arithmetic)
  const z = mod(of.answers.reduce((sum, answer) => sum + answer, 0n))
  const { w, zeta, Q, rho } = proveMembership(of, arithmetic)
  const numbers = [S, chi, z].map((x) => numberToBytes(x, 32))
  return concatBytes(Uint8Array.of(1), ...numbers, wide(w), wide(zeta), wide(Q), numberToBytes(rho, 288))
}

function proveMembership(
  of: {
    readonly request: VoteRequest
    readonly descriptor: Uint8Array
    readonly members: readonly CollectiveCredential[]
    readonly voters: readonly CollectiveCredential[]
  },
  arithmetic: CollectiveArithmetic,
): Readonly<Record<'w' | 'zeta' | 'Q' | 'rho', bigint>> {
  const { power } = arithmetic
  const chosen = new Set(of.voters.map(({ c }) => c))
  const others = of.members.filter(({ c }) => !chosen.has(c))
  const w = canonical(others.reduce((all, { c }) => power(all, c, rsaModulus), collectiveParameters().u))
  const { C, S } = of.request
  const pre = concatBytes(collectiveId(of.descriptor), numberToBytes(S, 32), wide(C), wide(w))
  const base = hashToModulus('VCC1/base', pre)
  const zeta = canonical(of.voters.reduce((all, { c }) => power(all, c, rsaModulus), base))
  const bound = concatBytes(pre, wide(zeta))
  const modulus = collectiveParameters().q * hashToPrime('VCC1/ell', bound, arithmetic)
  const alpha = 1n + bytesToNumber(taggedHash('VCC1/alpha', bound).subarray(0, 16))
  const x = of.voters.reduce((all, { c }) => all * c, 1n)
  const both = (w * power(base, alpha, rsaModulus)) % rsaModulus
  return { w, zeta, Q: canonical(power(both, x / modulus, rsaModulus)), rho: x % modulus }
}
