import { bls12_381 } from '@noble/curves/bls12-381.js'
import { seeded } from '@vc/kernel/testing'
import { describe, expect, test } from 'vitest'
import {
  ballotDescriptor,
  ballotMessage,
  ballotVoters,
  castBallot,
  decodeBallotDescriptor,
  encodeBallotMember,
  firstBallotLink,
  isBallotMember,
  joinBallots,
  nextBallotLink,
  openBallotBox,
  readBallotPart,
  registerBallotMember,
} from './ballot.ts'
import { addSignatures, ballotPublicKey, nobleBallotCurve, signBallot } from './ballot-keys.ts'
import { concatBytes, toHex, utf8 } from './bytes.ts'
import { sha256 } from './hash.ts'
import { openBlst } from './native.ts'

const blst = await openBlst()
if (blst === undefined) console.warn('SKIPPED: no blst binding on this machine')
const curves = [['noble', nobleBallotCurve] as const, ...(blst ? [['blst', blst] as const] : [])]

const owner = new Uint8Array(20).fill(4)
const secretOf = (i: number) => Uint8Array.of(0, ...sha256(utf8(`member ${i}`)).subarray(1))
const members = [1, 2, 3, 4].map((weight, i) => registerBallotMember(secretOf(i), weight, owner))
const part = concatBytes(firstBallotLink, ...members.map(encodeBallotMember))
const descriptor = ballotDescriptor(members, 6) ?? new Uint8Array(0)
const root = members.reduce(nextBallotLink, firstBallotLink)
const partOf = (link: Uint8Array) => (link.every((byte, i) => byte === root[i]) ? part : undefined)
const message = sha256(utf8('spend'))
const votes = (...voters: readonly number[]) =>
  joinBallots(
    descriptor,
    voters.map((member) => ({ member, signature: castBallot(descriptor, message, secretOf(member)) })),
  ) ?? new Uint8Array(0)
const changed = (bytes: Uint8Array, at: number, byte: number) => {
  const copy = Uint8Array.from(bytes)
  copy[at] = byte
  return copy
}
const infinityKey = changed(new Uint8Array(48), 0, 0xc0)
const infinitySignature = changed(new Uint8Array(96), 0, 0xc0)
/** On the curve, not in the subgroup: the point whose x is 4. */
const offSubgroup = changed(changed(new Uint8Array(48), 0, 0x80), 47, 4)

describe.each(curves)('votes over %s', (_, curve) => {
  const box = openBallotBox(curve)
  const count = (witness: Uint8Array, of = descriptor) => box(of, message, witness, partOf)

  test('give the weight of those who voted, and nothing below the threshold', () => {
    expect(count(votes(1, 3))).toBe(6)
    expect(count(votes(0, 1, 2, 3))).toBe(10)
    expect(count(votes(0, 3))).toBeUndefined()
  })

  test('hold for one message and one descriptor only', () => {
    const other = ballotDescriptor(members, 5) ?? descriptor
    expect(count(votes(2, 3), other)).toBeUndefined()
    expect(box(descriptor, sha256(message), votes(2, 3), partOf)).toBeUndefined()
  })

  test('name exactly those who signed: no other bit, no bit beyond the members', () => {
    const witness = votes(2, 3)
    expect(count(changed(witness, 97, 0b1110))).toBeUndefined()
    expect(count(changed(witness, 97, 0b1_1100))).toBeUndefined()
    expect(ballotVoters({ count: 4 }, witness)).toEqual([2, 3])
    expect(ballotVoters({ count: 4 }, changed(witness, 97, 0b1_1100))).toBeUndefined()
    expect(count(concatBytes(witness, Uint8Array.of(0)))).toBeUndefined()
    expect(count(changed(witness, 0, 1))).toBeUndefined()
  })

  test('take no other encoding of a signature and no point at infinity', () => {
    const witness = votes(2, 3)
    const first = witness[1] ?? 0
    for (const flags of [first ^ 0x80, first ^ 0x40, first ^ 0x20]) {
      expect(count(changed(witness, 1, flags))).toBeUndefined()
    }
    expect(count(concatBytes(Uint8Array.of(2), infinitySignature, witness.subarray(97)))).toBeUndefined()
  })

  test('need the whole list, and again at every vote', () => {
    expect(box(descriptor, message, votes(2, 3), () => undefined)).toBeUndefined()
  })

  test('a member is in possession of its key, for this weight and owner', () => {
    const [member] = members
    if (member === undefined) throw new Error('a member')
    expect(isBallotMember(member, curve)).toBe(true)
    expect(isBallotMember({ ...member, weight: 2 }, curve)).toBe(false)
    expect(isBallotMember({ ...member, weight: 0 }, curve)).toBe(false)
    expect(isBallotMember(registerBallotMember(secretOf(0), 0, owner), curve)).toBe(false)
    expect(isBallotMember({ ...member, owner: new Uint8Array(20) }, curve)).toBe(false)
    expect(isBallotMember({ ...member, key: infinityKey, possession: infinitySignature }, curve)).toBe(false)
    expect(curve.open([infinityKey])).toBeUndefined()
    expect(curve.open([changed(member.key, 0, (member.key[0] ?? 0) ^ 0x80)])).toBeUndefined()
  })

  test('a key has 48 bytes and lies in the subgroup', () => {
    const key = ballotPublicKey(secretOf(9))
    const uncompressed = bls12_381.G1.Point.fromBytes(key).toBytes(false)
    expect(curve.open([key])).toBeDefined()
    for (const wrong of [uncompressed, key.subarray(1), offSubgroup]) {
      expect(curve.open([wrong])).toBeUndefined()
      expect(curve.open([key, wrong])).toBeUndefined()
    }
  })

  test('a signature has 96 bytes and lies in the subgroup', () => {
    const opened = curve.open([ballotPublicKey(secretOf(9))])
    const signature = signBallot(message, secretOf(9))
    const uncompressed = bls12_381.G2.Point.fromBytes(signature).toBytes(false)
    expect(opened?.([0], message, signature)).toBe(true)
    expect(opened?.([0], message, uncompressed)).toBe(false)
    expect(opened?.([0], message, signature.subarray(1))).toBe(false)
  })

  test('a list has the weights and the members that its descriptor says', () => {
    const said = (at: number, byte: number, voters = [2, 3]) => {
      const of = changed(descriptor, at, byte)
      const ballots = voters.map((member) => ({
        member,
        signature: castBallot(of, message, secretOf(member)),
      }))
      return box(of, message, joinBallots(of, ballots) ?? new Uint8Array(0), partOf)
    }
    expect([said(8, 10), said(8, 10, [0, 1, 2])]).toEqual([7, 6])
    expect([said(8, 11), said(8, 9)]).toEqual([undefined, undefined])
    expect([said(4, 5), said(4, 3, [0, 1, 2])]).toEqual([undefined, undefined])
    expect(said(44, (descriptor[44] ?? 0) ^ 1)).toBeUndefined()
  })

  test('a list in which somebody stands twice brings no vote', () => {
    const doubled = members.slice(0, 1).flatMap((member) => [member, member])
    const parts = concatBytes(firstBallotLink, ...doubled.map(encodeBallotMember))
    const link = doubled.reduce(nextBallotLink, firstBallotLink)
    const of = concatBytes(descriptor.subarray(0, 1), Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2), link)
    const signature = castBallot(of, message, secretOf(0))
    const witness = joinBallots(
      of,
      [0, 1].map((member) => ({ member, signature })),
    )
    expect(box(of, message, witness ?? new Uint8Array(0), () => parts)).toBeUndefined()
  })

  test('keys that cancel out sign nothing', () => {
    const key = ballotPublicKey(secretOf(9))
    const opposite = changed(key, 0, (key[0] ?? 0) ^ 0x20)
    const opened = curve.open([key, opposite])
    expect(opened?.([0, 1], message, infinitySignature)).toBe(false)
    expect(opened?.([0], message, signBallot(message, secretOf(9)))).toBe(true)
    const withThird = curve.open([key, opposite, ballotPublicKey(secretOf(8))])
    expect(withThird?.([0, 1, 2], message, signBallot(message, secretOf(8)))).toBe(true)
  })

  test('whoever votes after whom, a vote is theirs and nobody else’s', () => {
    const random = seeded(12)
    const secrets = Array.from({ length: 40 }, (_, i) => secretOf(20 + i))
    const opened = curve.open(secrets.map(ballotPublicKey))
    const signatures = secrets.map((secret) => signBallot(message, secret))
    const all = secrets.map((_, i) => i)
    for (let round = 0; round < 6; round += 1) {
      const voters = all.filter((i) => i === round || random(2) === 0)
      const sum = addSignatures(voters.flatMap((i) => signatures[i] ?? [])) ?? new Uint8Array(0)
      expect(opened?.(voters, message, sum)).toBe(true)
      expect(opened?.(voters.toReversed(), message, sum)).toBe(true)
      const other = (voters[0] ?? 0) === 0 ? voters.slice(1) : [0, ...voters]
      expect(opened?.(other, message, sum)).toBe(false)
      expect(opened?.([...voters, 40], message, sum)).toBe(false)
    }
  })
})

test('a descriptor says members, weights, threshold and root; what no vote can meet is none', () => {
  expect(decodeBallotDescriptor(descriptor)).toEqual({ count: 4, weight: 10, threshold: 6, root })
  expect(ballotDescriptor(members, 11)).toBeUndefined()
  expect(ballotDescriptor(members, 0)).toBeUndefined()
  expect(ballotDescriptor([...members, ...members], 6)).toBeUndefined()
  expect(readBallotPart(part)?.link).toEqual(root)
  expect(readBallotPart(part.subarray(1))).toBeUndefined()
  expect(readBallotPart(changed(part, 32 + 51, 0))).toBeUndefined()
  const [key, weight] = [ballotPublicKey(secretOf(9)), 1]
  const links = [
    { key, weight },
    { key, weight: 2 },
    { key: infinityKey, weight },
  ].map((member) => toHex(nextBallotLink(firstBallotLink, member)))
  expect(new Set(links).size).toBe(3)
  const heaviest = { key: infinityKey, weight: 0xffff_ffff }
  expect(ballotDescriptor([heaviest], 1)).toHaveLength(45)
  expect(ballotDescriptor([heaviest, { key: ballotPublicKey(secretOf(9)), weight: 1 }], 1)).toBeUndefined()
})

test('a descriptor of no members, of no threshold, above its weights, or of other bytes is none', () => {
  const at = (place: number, byte: number) => decodeBallotDescriptor(changed(descriptor, place, byte))
  expect(at(12, 10)).toBeDefined()
  expect([at(0, 1), at(4, 0), at(4, 11), at(12, 0), at(12, 11)]).toEqual(Array(5).fill(undefined))
  expect(decodeBallotDescriptor(concatBytes(descriptor, Uint8Array.of(0)))).toBeUndefined()
})

test('anybody joins votes, but nobody twice', () => {
  const signature = castBallot(descriptor, message, secretOf(0))
  expect(joinBallots(descriptor, [])).toBeUndefined()
  expect(
    joinBallots(descriptor, [
      { member: 0, signature },
      { member: 0, signature },
    ]),
  ).toBeUndefined()
  expect(joinBallots(descriptor, [{ member: 4, signature }])).toBeUndefined()
  expect(ballotMessage(descriptor, message)).not.toEqual(message)
})

test('the witness of a thousand members is 97 bytes and a bit for each, whoever of them voted', () => {
  const ids = Array.from({ length: 1_000 }, (_, i) => ({ key: sha256(utf8(`key ${i}`)), weight: 1 }))
  const thousand = ballotDescriptor(ids, 501) ?? new Uint8Array(0)
  expect(thousand).toHaveLength(45)
  const signature = castBallot(thousand, message, secretOf(0))
  const witness = (voters: readonly number[]) =>
    joinBallots(
      thousand,
      voters.map((member) => ({ member, signature })),
    )
  expect(witness([999])).toHaveLength(97 + 125)
  expect(witness([0, 8, 500])).toHaveLength(97 + 125)
  expect(votes(2, 3)).toHaveLength(97 + 1)
})
