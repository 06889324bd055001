import { bytesToNumber, concatBytes, equalBytes, numberToBytes } from './bytes.ts'
import { type CollectiveArithmetic, hashToPrime, plainArithmetic, power } from './collective-arithmetic.ts'
import {
  canonical,
  collectiveParameters,
  credentialOrder,
  hashToModulus,
  isCanonical,
  rsaModulus,
} from './collective-parameters.ts'
import { taggedHash } from './hash.ts'

/** A member's credential with its proof of possession (collective.md, VCC1). */
export type CollectiveCredential = {
  readonly c: bigint
  /** 2^32 · secret part + weight. */
  readonly S: bigint
  readonly chi: bigint
  readonly z: bigint
}

/** What a VCC1 descriptor says (297 bytes). */
export type CollectiveDescriptor = {
  readonly weight: bigint
  readonly threshold: bigint
  readonly root: Uint8Array
  readonly accumulator: bigint
}

const unit = 1n << 32n
const leastCredential = 1n << 2040n
const added = Uint8Array.of(1)
const removed = Uint8Array.of(2)
const wide = (x: bigint) => numberToBytes(x, 256)

/** Whether a credential may join a VCC1 collective: range, subgroup, prime, and possession. Some tenths of a second. */
export function isCredential(
  { c, S, chi, z }: CollectiveCredential,
  arithmetic: CollectiveArithmetic = plainArithmetic,
): boolean {
  const { q, id } = collectiveParameters()
  if (S >= 1n << 192n || S % unit === 0n || z >= credentialOrder || chi >= 1n << 256n) return false
  if (c < leastCredential || c >= q || arithmetic.power(c, credentialOrder + 1n, q) !== c) return false
  const T = commitmentOf(c, S, chi, z, arithmetic)
  const challenge = taggedHash('VCC1/pop', id, wide(c), numberToBytes(S, 32), wide(T))
  return bytesToNumber(challenge) === chi && arithmetic.isPrime(c)
}

/** What a list says of a member: the credential and the sum's part. */
export type ListedCredential = Pick<CollectiveCredential, 'c' | 'S'>

/** The descriptor, 297 bytes, of these members in their order; undefined for a threshold that no vote can meet. */
export function collectiveDescriptor(
  credentials: readonly ListedCredential[],
  threshold: number,
  { power }: CollectiveArithmetic = plainArithmetic,
): Uint8Array | undefined {
  const { u, id } = collectiveParameters()
  let [weight, root, accumulator] = [0n, taggedHash('VCC1/list', id), u]
  for (const credential of credentials) {
    weight += credential.S % unit
    root = nextRoot(root, added, credential)
    accumulator = power(accumulator, credential.c, rsaModulus)
  }
  if (new Set(credentials.map(({ c }) => c)).size !== credentials.length) return undefined
  return encodeDescriptor({ weight, threshold: BigInt(threshold), root, accumulator: canonical(accumulator) })
}

/** The id of a collective, 32 bytes: what votes are bound to. */
export function collectiveId(descriptor: Uint8Array): Uint8Array {
  return taggedHash('VCC1/id', collectiveParameters().id, descriptor)
}

/** The descriptor after one more member, given a proof (a, B) that it is not in yet; undefined when refused. */
export function addToCollective(
  descriptor: Uint8Array,
  credential: CollectiveCredential,
  absence: { readonly a: bigint; readonly B: bigint },
): Uint8Array | undefined {
  const before = decodeDescriptor(descriptor)
  if (before === undefined || !isCredential(credential)) return undefined
  const { c } = credential
  const { a, B } = absence
  if (a >= c || B < 1n || B >= rsaModulus) return undefined
  const product = power(before.accumulator, a, rsaModulus) * power(B, c, rsaModulus)
  if (canonical(product % rsaModulus) !== collectiveParameters().u) return undefined
  return encodeDescriptor({
    ...before,
    weight: before.weight + (credential.S % unit),
    root: nextRoot(before.root, added, credential),
    accumulator: canonical(power(before.accumulator, c, rsaModulus)),
  })
}

/** The descriptor without a member, given the accumulator without it; undefined when refused. */
export function removeFromCollective(
  descriptor: Uint8Array,
  credential: CollectiveCredential,
  accumulator: bigint,
): Uint8Array | undefined {
  const before = decodeDescriptor(descriptor)
  if (before === undefined || !isCredential(credential) || !isCanonical(accumulator)) return undefined
  if (canonical(power(accumulator, credential.c, rsaModulus)) !== before.accumulator) return undefined
  const weight = before.weight - (credential.S % unit)
  return encodeDescriptor({
    ...before,
    weight,
    root: nextRoot(before.root, removed, credential),
    accumulator,
  })
}

/**
 * The number of votes that a witness (1,153 bytes) proves for a message of 32 bytes; undefined when it does not hold
 * or misses the threshold of the descriptor (297 bytes). The same time whatever the number of members.
 */
export function verifyCollective(
  descriptor: Uint8Array,
  message32: Uint8Array,
  witness: Uint8Array,
  arithmetic: CollectiveArithmetic = plainArithmetic,
): number | undefined {
  const collective = decodeDescriptor(descriptor)
  const vote = readVote(witness)
  if (collective === undefined || vote === undefined) return undefined
  const votes = vote.S % unit
  if (votes < collective.threshold || votes > collective.weight) return undefined
  const id = collectiveId(descriptor)
  if (!isSignedBySum(vote, id, message32, arithmetic)) return undefined
  if (!isSubset(vote, id, collective.accumulator, arithmetic)) return undefined
  return Number(votes)
}

/**
 * Roll call: are these credentials, each once, those that a witness proves the votes of? A list of voters published beside
 * the witness is checked by it; to name a member who did not vote takes that member's secret.
 */
export function isRollOf(witness: Uint8Array, voters: readonly CollectiveCredential[]): boolean {
  const vote = readVote(witness)
  if (vote === undefined || new Set(voters.map(({ c }) => c)).size !== voters.length) return false
  const { q } = collectiveParameters()
  const product = voters.reduce((all, { c }) => (all * c) % q, 1n)
  return product === vote.C && voters.reduce((sum, { S }) => sum + S, 0n) === vote.S
}

type Vote = Readonly<Record<'S' | 'chi' | 'z' | 'w' | 'zeta' | 'Q' | 'rho' | 'C', bigint>>

function readVote(witness: Uint8Array): Vote | undefined {
  if (witness.length !== 1153 || witness[0] !== 1) return undefined
  const at = (start: number, length: number) => bytesToNumber(witness.subarray(start, start + length))
  const [S, chi, z] = [at(1, 32), at(33, 32), at(65, 32)]
  const [w, zeta, Q, rho] = [at(97, 256), at(353, 256), at(609, 256), at(865, 288)]
  if (S >= 1n << 224n || z >= credentialOrder || ![w, zeta, Q].every(isCanonical)) return undefined
  return { S, chi, z, w, zeta, Q, rho, C: rho % collectiveParameters().q }
}

/** The sum of the voters' keys signed the message. */
function isSignedBySum(
  { S, chi, z, C }: Vote,
  id: Uint8Array,
  message32: Uint8Array,
  arithmetic: CollectiveArithmetic,
): boolean {
  const { q } = collectiveParameters()
  if (C <= 1n || arithmetic.power(C, credentialOrder + 1n, q) !== C) return false
  const T = commitmentOf(C, S, chi, z, arithmetic)
  const challenge = taggedHash('VCC1/vote', id, wide(C), numberToBytes(S, 32), wide(T), message32)
  return equalBytes(challenge, numberToBytes(chi, 32))
}

/** C is the product of some members' credentials, each once. */
function isSubset(
  { S, C, w, zeta, Q, rho }: Vote,
  id: Uint8Array,
  accumulator: bigint,
  arithmetic: CollectiveArithmetic,
): boolean {
  const { power, twoPowers } = arithmetic
  const pre = concatBytes(id, numberToBytes(S, 32), wide(C), wide(w))
  const bound = concatBytes(pre, wide(zeta))
  const modulus = collectiveParameters().q * hashToPrime('VCC1/ell', bound, arithmetic)
  if (rho >= modulus) return false
  const alpha = 1n + bytesToNumber(taggedHash('VCC1/alpha', bound).subarray(0, 16))
  const base = (w * power(hashToModulus('VCC1/base', pre), alpha, rsaModulus)) % rsaModulus
  const left = twoPowers(Q, modulus, base, rho, rsaModulus)
  return canonical(left) === canonical((accumulator * power(zeta, alpha, rsaModulus)) % rsaModulus)
}

/** T = h^z (c g^−S)^−χ for a c of the subgroup. */
export function commitmentOf(
  c: bigint,
  S: bigint,
  chi: bigint,
  z: bigint,
  { twoPowers }: CollectiveArithmetic = plainArithmetic,
): bigint {
  const { q, g, gHigh, h } = collectiveParameters()
  const minus = (x: bigint) => credentialOrder - (x % credentialOrder)
  const weights = minus(S)
  const key = (c * twoPowers(g, BigInt.asUintN(128, weights), gHigh, weights >> 128n, q)) % q
  return twoPowers(h, z, key, minus(chi), q)
}

const nextRoot = (root: Uint8Array, change: Uint8Array, { c, S }: ListedCredential) =>
  taggedHash('VCC1/list', root, change, wide(c), numberToBytes(S, 32))

function encodeDescriptor({
  weight,
  threshold,
  root,
  accumulator,
}: CollectiveDescriptor): Uint8Array | undefined {
  if (threshold < 1n || threshold > weight || weight >= unit) return undefined
  const numbers = concatBytes(numberToBytes(weight, 4), numberToBytes(threshold, 4))
  return concatBytes(Uint8Array.of(1), numbers, root, wide(accumulator))
}

/** Reads a VCC1 descriptor; undefined when it is none. */
export function decodeDescriptor(descriptor: Uint8Array): CollectiveDescriptor | undefined {
  if (descriptor.length !== 297 || descriptor[0] !== 1) return undefined
  const weight = bytesToNumber(descriptor.subarray(1, 5))
  const threshold = bytesToNumber(descriptor.subarray(5, 9))
  const accumulator = bytesToNumber(descriptor.subarray(41))
  if (threshold < 1n || threshold > weight || !isCanonical(accumulator)) return undefined
  return { weight, threshold, root: descriptor.subarray(9, 41), accumulator }
}
