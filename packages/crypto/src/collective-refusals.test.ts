import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { nodeArithmetic } from './backend-node-collective.ts'
import { bytesToNumber, concatBytes, numberToBytes, utf8 } from './bytes.ts'
import {
  addToCollective,
  type CollectiveCredential,
  collectiveDescriptor,
  commitmentOf,
  decodeDescriptor,
  isCredential,
  isRollOf,
  verifyCollective,
} from './collective.ts'
import { power } from './collective-arithmetic.ts'
import { collectiveParameters, credentialOrder, rsaModulus } from './collective-parameters.ts'
import {
  answerVote,
  type CollectiveMember,
  commitToVote,
  joinVote,
  makeCredential,
  requestVote,
} from './collective-vote.ts'
import { sha256, taggedHash } from './hash.ts'

/**
 * What VCC1 refuses though every equation holds (collective.md). The scalars are such that the search for a prime ends
 * at once.
 */
const arithmetic = nodeArithmetic()
const { q, g, h, id } = collectiveParameters()
const unit = 1n << 32n
const wide = (x: bigint) => numberToBytes(x, 256)
const isOne = (credential: CollectiveCredential) => isCredential(credential, arithmetic)
const memberOf = (s: bigint, weight: bigint, r: bigint) => makeCredential({ s, weight, r, k: 7n }, arithmetic)
const raised = (S: bigint, r: bigint) => (power(g, S, q) * power(h, r, q)) % q

const ann = memberOf(1n, 1n, 1706n)
const bob = memberOf(2n, 1n, 2297n)

/** A credential of any number, with a proof of whoever knows r that holds by itself. */
function proven(c: bigint, S: bigint, r: bigint, k: bigint): CollectiveMember {
  const T = wide(power(h, k, q))
  const chi = bytesToNumber(taggedHash('VCC1/pop', id, wide(c), numberToBytes(S, 32), T))
  return { credential: { c, S, chi, z: (k + chi * r) % credentialOrder }, r }
}

test('a credential has an S below 2^192 and a weight, and its response is reduced', () => {
  expect([ann, bob].map(({ credential }) => isOne(credential))).toEqual([true, true])
  expect(isOne(memberOf(1n << 160n, 1n, 4n).credential)).toBe(false)
  expect(isOne(memberOf(1n, 0n, 1148n).credential)).toBe(false)
  const bare = proven(raised(907n * unit + 1n, 0n), 907n * unit + 1n, 0n, 5n).credential
  expect(isOne(bare)).toBe(true)
  expect(isOne({ ...bare, z: bare.z + credentialOrder })).toBe(false)
})

test('a credential is large, and in the subgroup', () => {
  const S = unit + 1n
  const small = proven(raised(S, 32_485n), S, 32_485n, 5n).credential
  expect(small.c < 1n << 2040n && arithmetic.isPrime(small.c)).toBe(true)
  expect(isOne(small)).toBe(false)
  const { credential } = outside()
  expect(commitmentOf(credential.c, S, credential.chi, credential.z)).toBe(power(h, outsideNonce, q))
  expect(arithmetic.isPrime(credential.c)).toBe(true)
  expect(isOne(credential)).toBe(false)
})

/** A nonce by whose challenge the sign falls out of the equation. */
const outsideNonce = 6n
/** The negative of what 29 gives: its square is in the subgroup, and so it is every other time where that is enough. */
const outside = () => proven(q - raised(unit + 1n, 29n), unit + 1n, 29n, outsideNonce)

test('nobody is in a list twice, and weights and threshold stay within their bounds', () => {
  const of = (threshold: number, ...members: readonly CollectiveMember[]) =>
    collectiveDescriptor(
      members.map(({ credential }) => credential),
      threshold,
      arithmetic,
    )
  expect(of(1, ann, bob)).toHaveLength(297)
  expect(of(1, ann, ann)).toBeUndefined()
  expect([of(0, ann, bob), of(3, ann, bob)]).toEqual([undefined, undefined])
  const heavy = [ann, bob].map(({ credential: { c } }) => ({ c, S: unit - 1n }))
  expect(collectiveDescriptor(heavy, 1, arithmetic)).toBeUndefined()
})

const both = [ann.credential, bob.credential]
const descriptor = must(collectiveDescriptor(both, 1, arithmetic), 'a descriptor')

/** The descriptor with other bytes at a place. */
function withBytes(at: number, bytes: Uint8Array): Uint8Array {
  const copy = descriptor.slice()
  copy.set(bytes, at)
  return copy
}

test('a descriptor is 01 and 297 bytes, its threshold can be met, its accumulator is canonical', () => {
  const accumulator = must(decodeDescriptor(descriptor), 'it is one').accumulator
  const threshold = (t: bigint) => withBytes(5, numberToBytes(t, 4))
  expect([threshold(1n), threshold(2n)].map((one) => decodeDescriptor(one)?.threshold)).toEqual([1n, 2n])
  for (const wrong of [
    threshold(0n),
    threshold(3n),
    withBytes(0, Uint8Array.of(2)),
    concatBytes(descriptor, Uint8Array.of(0)),
    descriptor.subarray(0, -1),
    withBytes(41, wide(rsaModulus - accumulator)),
  ])
    expect(decodeDescriptor(wrong)).toBeUndefined()
})

type Ask = {
  readonly members: readonly CollectiveCredential[]
  readonly voters: readonly CollectiveMember[]
  readonly of: Uint8Array
  /** The S that is claimed, where it is not the voters' sum. */
  readonly S?: bigint
  readonly nonces?: { readonly k1: bigint; readonly k2: bigint }
}
const message32 = sha256(utf8('spend'))

function voteOf({ members, voters, of, S, nonces = { k1: 1000n, k2: 2000n } }: Ask): Uint8Array {
  const commitment = commitToVote(nonces, arithmetic)
  const sum = requestVote(voters.map(({ credential }) => ({ credential, commitment })))
  const request = { ...sum, S: S ?? sum.S }
  const asked = { request, descriptor: of, message32 }
  const answers = voters.map(({ r }) => answerVote({ ...asked, nonces, r }, arithmetic))
  const credentials = voters.map(({ credential }) => credential)
  return joinVote({ ...asked, members, voters: credentials, answers }, arithmetic)
}

const votes = (of: Uint8Array, witness: Uint8Array) => verifyCollective(of, message32, witness, arithmetic)

test('no more votes than the weights of the descriptor, though its list has more', () => {
  const light = withBytes(1, numberToBytes(1n, 4))
  const asked = { members: both, voters: [ann, bob] }
  expect(votes(descriptor, voteOf({ ...asked, of: descriptor }))).toBe(2)
  expect(votes(light, voteOf({ ...asked, of: light }))).toBeUndefined()
  expect(votes(light, voteOf({ ...asked, voters: [ann], of: light }))).toBe(1)
})

test('S is below 2^224: one order more would be the same element and another count', () => {
  const heavy = memberOf(1n, 0x4000_0000n, 3088n)
  const members = [heavy.credential]
  const of = must(collectiveDescriptor(members, 1, arithmetic), 'a descriptor')
  const asked = { members, voters: [heavy], of }
  expect(votes(of, voteOf(asked))).toBe(0x4000_0000)
  const more = heavy.credential.S + credentialOrder
  expect([more < 1n << 256n, more % unit < 0x4000_0000n]).toEqual([true, true])
  expect(votes(of, voteOf({ ...asked, S: more }))).toBeUndefined()
})

test('the response z is below the order', () => {
  const S = 907n * unit + 1n
  const bare = proven(raised(S, 0n), S, 0n, 5n)
  const members = [bare.credential]
  const of = must(collectiveDescriptor(members, 1, arithmetic), 'a descriptor')
  const witness = voteOf({ members, voters: [bare], of, nonces: { k1: 5n, k2: 0n } })
  expect(votes(of, witness)).toBe(1)
  const z = bytesToNumber(witness.subarray(65, 97))
  const longer = witness.slice()
  longer.set(numberToBytes(z + credentialOrder, 32), 65)
  expect(votes(of, longer)).toBeUndefined()
})

test('C is in the subgroup: a list that nobody checked brings no vote of a number outside', () => {
  const stranger = outside()
  const members = [stranger.credential]
  const of = must(collectiveDescriptor(members, 1, arithmetic), 'a descriptor')
  const signed = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]
    .map((k1) => ({ k1, witness: voteOf({ members, voters: [stranger], of, nonces: { k1, k2: 0n } }) }))
    .filter(({ k1, witness }) => commitmentIn(witness) === power(h, k1, q))
  expect(signed.length).toBeGreaterThan(0)
  for (const { witness } of signed) expect(votes(of, witness)).toBeUndefined()
})

/** The T that the witness' own numbers give. */
function commitmentIn(witness: Uint8Array): bigint {
  const at = (start: number, length: number) => bytesToNumber(witness.subarray(start, start + length))
  return commitmentOf(at(865, 288) % q, at(1, 32), at(33, 32), at(65, 32))
}

test('C is more than 1: nobody votes by a list whose only member is q itself', () => {
  const nobody = { c: q, S: 1n, chi: 0n, z: 0n }
  const of = must(collectiveDescriptor([nobody], 1, arithmetic), 'a descriptor')
  const request = { C: 0n, S: 1n, T1: 0n, T2: 1n }
  const asked = { request, descriptor: of, message32, members: [nobody], voters: [nobody], answers: [0n] }
  const witness = joinVote(asked, arithmetic)
  expect(commitmentIn(witness)).toBe(0n)
  expect(votes(of, witness)).toBeUndefined()
})

test('a roll call is of the credentials and of their S, not of one of both', () => {
  const witness = voteOf({ members: both, voters: [ann], of: descriptor })
  const twin = memberOf(1n, 1n, 1749n).credential
  const { credential } = ann
  expect(twin.S).toBe(credential.S)
  expect(isRollOf(witness, [credential])).toBe(true)
  expect(isRollOf(witness, [twin])).toBe(false)
  expect(isRollOf(witness, [{ ...credential, S: credential.S + unit }])).toBe(false)
})

/** x with x·a = 1 modulo m. */
function inverse(a: bigint, m: bigint): bigint {
  let [r, next, x, y] = [m, a % m, 0n, 1n]
  while (next > 0n) {
    const times = r / next
    ;[r, next, x, y] = [next, r - times * next, y, x - times * y]
  }
  return ((x % m) + m) % m
}

test('who is not in yet is shown by a below c and B in the modulus, and by no other form of the two', () => {
  const of = must(collectiveDescriptor([ann.credential], 1, arithmetic), 'a descriptor')
  const { c } = bob.credential
  const a = inverse(ann.credential.c, c)
  const exponent = (a * ann.credential.c - 1n) / c
  const B = inverse(power(collectiveParameters().u, exponent, rsaModulus), rsaModulus)
  const added = (absence: { a: bigint; B: bigint }) => addToCollective(of, bob.credential, absence)
  expect(added({ a, B })).toEqual(collectiveDescriptor(both, 1, arithmetic))
  const accumulator = must(decodeDescriptor(of), 'it is one').accumulator
  const shifted = (B * inverse(accumulator, rsaModulus)) % rsaModulus
  expect(added({ a: a + c, B: shifted })).toBeUndefined()
  expect(added({ a, B: B + rsaModulus })).toBeUndefined()
  expect(added({ a, B: 0n })).toBeUndefined()
})
