import {
  addSignatures,
  type BallotCurve,
  type BallotSigner,
  nobleBallotSigner,
  type OpenedKeys,
} from './ballot-keys.ts'
import { be4, bytesToNumber, concatBytes, equalBytes, toHex } from './bytes.ts'
import { taggedHash } from './hash.ts'

/** A member of a VCB1 collective (collective.md): BLS key 48 bytes, weight, and HASH160 of the owner's account key. */
export type BallotMember = {
  readonly key: Uint8Array
  readonly weight: number
  readonly owner: Uint8Array
  /** The key's signature that it is there: 96 bytes. */
  readonly possession: Uint8Array
}

/** What a descriptor of kind 02 says (45 bytes): members, weights together, threshold, last link of the list. */
export type BallotDescriptor = {
  readonly count: number
  readonly weight: number
  readonly threshold: number
  readonly root: Uint8Array
}

/** What a node finds under the last link of a part of the list: the link before it and the members' entries. */
export type ListPart = (link: Uint8Array) => Uint8Array | undefined

/** Bytes of a member in a part of the list: key 48 | weight 4 | owner 20 | possession 96. */
export const BALLOT_ENTRY_BYTES = 168
const maxWeight = 0xffff_ffff

/** The link that a list begins with. */
export const firstBallotLink: Uint8Array = taggedHash('VCB1/list')

/** The link after one more member. */
export function nextBallotLink(
  link: Uint8Array,
  { key, weight }: Pick<BallotMember, 'key' | 'weight'>,
): Uint8Array {
  return taggedHash('VCB1/list', link, key, be4(weight))
}

/** A member with proof of possession, from a secret of 32 bytes. */
export function registerBallotMember(
  secret: Uint8Array,
  weight: number,
  owner: Uint8Array,
  signer: BallotSigner = nobleBallotSigner,
): BallotMember {
  const key = signer.publicKey(secret)
  return { key, weight, owner, possession: signer.sign(possessionMessage({ key, weight, owner }), secret) }
}

/** Decoded with subgroup check, not infinity, weight above 0, and in possession of its secret? */
export function isBallotMember(member: BallotMember, curve: BallotCurve): boolean {
  if (member.weight < 1 || member.weight > maxWeight || member.owner.length !== 20) return false
  const opened = curve.open([member.key])
  return opened?.([0], possessionMessage(member), member.possession) ?? false
}

/** The bytes of a member in a part of the list. */
export function encodeBallotMember({ key, weight, owner, possession }: BallotMember): Uint8Array {
  return concatBytes(key, be4(weight), owner, possession)
}

/** Reads a part of a list: link before it 32 | members 168 each; undefined when it is none. */
export function readBallotPart(
  value: Uint8Array,
):
  | { readonly before: Uint8Array; readonly members: readonly BallotMember[]; readonly link: Uint8Array }
  | undefined {
  const count = (value.length - 32) / BALLOT_ENTRY_BYTES
  if (!Number.isInteger(count) || count < 1) return undefined
  const before = value.subarray(0, 32)
  const members = Array.from({ length: count }, (_, i) => memberAt(value, 32 + i * BALLOT_ENTRY_BYTES))
  if (members.some(({ weight }) => weight === 0)) return undefined
  return { before, members, link: members.reduce(nextBallotLink, before) }
}

/** The descriptor, 45 bytes, of these members in their order; undefined for doubles, or a threshold no vote can meet. */
export function ballotDescriptor(
  members: readonly Pick<BallotMember, 'key' | 'weight'>[],
  threshold: number,
): Uint8Array | undefined {
  const weight = members.reduce((sum, member) => sum + member.weight, 0)
  const keys = new Set(members.map(({ key }) => toHex(key)))
  if (keys.size !== members.length || threshold < 1 || threshold > weight || weight > maxWeight)
    return undefined
  const root = members.reduce(nextBallotLink, firstBallotLink)
  return concatBytes(Uint8Array.of(2), be4(members.length), be4(weight), be4(threshold), root)
}

/** Reads a descriptor of kind 02; undefined when it is none. */
export function decodeBallotDescriptor(bytes: Uint8Array): BallotDescriptor | undefined {
  if (bytes.length !== 45 || bytes[0] !== 2) return undefined
  const at = (start: number) => Number(bytesToNumber(bytes.subarray(start, start + 4)))
  const [count, weight, threshold] = [at(1), at(5), at(9)]
  if (count < 1 || threshold < 1 || threshold > weight || count > weight) return undefined
  return { count, weight, threshold, root: bytes.subarray(13) }
}

/** What a member signs to vote: TH("VCB1/vote", id | m), id = TH("VCB1/id", descriptor); 32 bytes. */
export function ballotMessage(descriptor: Uint8Array, message32: Uint8Array): Uint8Array {
  return taggedHash('VCB1/vote', taggedHash('VCB1/id', descriptor), message32)
}

/** A member's vote on a message of 32 bytes: 96 bytes. */
export function castBallot(
  descriptor: Uint8Array,
  message32: Uint8Array,
  secret: Uint8Array,
  signer: BallotSigner = nobleBallotSigner,
): Uint8Array {
  return signer.sign(ballotMessage(descriptor, message32), secret)
}

/** Is this a vote of the member with this key (48 bytes) on a message of 32 bytes? */
export function isBallot(
  { descriptor, key, signature }: Record<'descriptor' | 'key' | 'signature', Uint8Array>,
  message32: Uint8Array,
  curve: BallotCurve,
): boolean {
  return curve.open([key])?.([0], ballotMessage(descriptor, message32), signature) ?? false
}

/** Does a witness hold votes of these members (keys of 48 bytes, in their order) that weigh at least the threshold? */
export function isBallotWitness(
  {
    descriptor,
    members,
  }: { descriptor: Uint8Array; members: readonly Pick<BallotMember, 'key' | 'weight'>[] },
  message32: Uint8Array,
  witness: Uint8Array,
  curve: BallotCurve,
): boolean {
  const read = decodeBallotDescriptor(descriptor)
  const voters = read && ballotVoters(read, witness)
  if (voters === undefined || read === undefined) return false
  const weight = voters.reduce((sum, voter) => sum + (members[voter]?.weight ?? 0), 0)
  const keys = curve.open(members.map(({ key }) => key))
  const message = ballotMessage(descriptor, message32)
  return weight >= read.threshold && (keys?.(voters, message, witness.subarray(1, 97)) ?? false)
}

/** A vote that came in: the member's number in the list, and what it signed. */
export type Ballot = { readonly member: number; readonly signature: Uint8Array }

/** Joins votes into a witness; anybody may. Undefined for none, a member twice or unknown, or what is no signature. */
export function joinBallots(descriptor: Uint8Array, ballots: readonly Ballot[]): Uint8Array | undefined {
  const read = decodeBallotDescriptor(descriptor)
  if (read === undefined || ballots.length === 0) return undefined
  const bitmap = new Uint8Array(Math.ceil(read.count / 8))
  for (const { member } of ballots) {
    const [at, bit] = [member >> 3, 1 << (member & 7)]
    if (member < 0 || member >= read.count || ((bitmap[at] ?? 0) & bit) !== 0) return undefined
    bitmap[at] = (bitmap[at] ?? 0) | bit
  }
  const sum = addSignatures(ballots.map(({ signature }) => signature))
  return sum && concatBytes(Uint8Array.of(2), sum, bitmap)
}

/** A list that is whole and the descriptor's: keys decoded, weights at hand. */
type OpenedList = { readonly keys: OpenedKeys; readonly weights: readonly number[] }

/** Verifies votes of VCB1; keeps the lists of the collectives that voted last, decoded. */
export type BallotBox = (
  descriptor: Uint8Array,
  message32: Uint8Array,
  witness: Uint8Array,
  partOf: ListPart,
) => number | undefined

const mostLists = 32

/**
 * A verifier of VCB1 votes over this curve. It gives the weight that voted, or undefined: not the form, bits beyond the
 * members, below the threshold, a list that is not whole, a wrong signature. `partOf` is asked at every vote for the
 * last part of the list: with it come all before (ledger refuses a part without its predecessor).
 */
export function openBallotBox(curve: BallotCurve): BallotBox {
  const lists = new Map<string, OpenedList>()
  const listOf = (descriptor: BallotDescriptor, name: string, partOf: ListPart) => {
    const known = lists.get(name)
    if (known !== undefined) return partOf(descriptor.root) === undefined ? undefined : known
    const opened = openList(descriptor, partOf, curve)
    if (opened === undefined) return undefined
    lists.set(name, opened)
    const [oldest] = lists.keys()
    if (lists.size > mostLists && oldest !== undefined) lists.delete(oldest)
    return opened
  }
  return (descriptor, message32, witness, partOf) => {
    const read = decodeBallotDescriptor(descriptor)
    const voters = read && ballotVoters(read, witness)
    const list = voters && read && listOf(read, toHex(descriptor), partOf)
    if (list === undefined || voters === undefined || read === undefined) return undefined
    const weight = voters.reduce((sum, voter) => sum + (list.weights[voter] ?? 0), 0)
    if (weight < read.threshold) return undefined
    const signed = list.keys(voters, ballotMessage(descriptor, message32), witness.subarray(1, 97))
    return signed ? weight : undefined
  }
}

/** Who voted by a witness of a list of `count` members: their numbers, rising. Undefined when it is none of that list. */
export function ballotVoters(
  { count }: Pick<BallotDescriptor, 'count'>,
  witness: Uint8Array,
): readonly number[] | undefined {
  if (witness.length !== 97 + Math.ceil(count / 8) || witness[0] !== 2) return undefined
  const voters: number[] = []
  for (const [at, byte] of witness.subarray(97).entries()) {
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (1 << bit)) !== 0) voters.push(8 * at + bit)
  }
  const last = voters.at(-1)
  return last === undefined || last >= count ? undefined : voters
}

function openList(
  descriptor: BallotDescriptor,
  partOf: ListPart,
  curve: BallotCurve,
): OpenedList | undefined {
  const members = ballotMembers(descriptor, partOf)
  if (members === undefined) return undefined
  const weights = members.map(({ weight }) => weight)
  if (weights.reduce((sum, weight) => sum + weight, 0) !== descriptor.weight) return undefined
  if (new Set(members.map(({ key }) => toHex(key))).size !== members.length) return undefined
  const keys = curve.open(members.map(({ key }) => key))
  return keys && { keys, weights }
}

/** Members from the last part back to the first link; undefined when a part is missing or the number is another. */
export function ballotMembers(
  { count, root }: BallotDescriptor,
  partOf: ListPart,
): readonly BallotMember[] | undefined {
  const parts: (readonly BallotMember[])[] = []
  let [link, left] = [root, count]
  while (left > 0) {
    const value = partOf(link)
    const part = value && readBallotPart(value)
    if (part === undefined || part.members.length > left || !equalBytes(part.link, link)) return undefined
    parts.push(part.members)
    left -= part.members.length
    link = part.before
  }
  return equalBytes(link, firstBallotLink) ? parts.reverse().flat() : undefined
}

function memberAt(value: Uint8Array, at: number): BallotMember {
  const part = (from: number, to: number) => value.subarray(at + from, at + to)
  const weight = Number(bytesToNumber(part(48, 52)))
  return { key: part(0, 48), weight, owner: part(52, 72), possession: part(72, 168) }
}

function possessionMessage({
  key,
  weight,
  owner,
}: Pick<BallotMember, 'key' | 'weight' | 'owner'>): Uint8Array {
  return taggedHash('VCB1/pop', key, be4(weight), owner)
}
