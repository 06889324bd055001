import { type BallotMember, ballotDescriptor } from './ballot.ts'
import { toHex } from './bytes.ts'
import { collectiveDescriptor, decodeDescriptor } from './collective.ts'
import { type CollectiveArithmetic, plainArithmetic } from './collective-arithmetic.ts'
import { listedCredential } from './collective-member.ts'

/** A member as a list shows it. */
export type ListedMember = Omit<BallotMember, 'possession'>

/**
 * The descriptor of another list of the collective that this descriptor is of, VCC1 or VCB1 (collective.md); undefined for
 * members that come twice, or a threshold that no vote can meet. VCC1 takes a power of 2,048 bits for each member.
 */
export function listDescriptor(
  of: Uint8Array,
  members: readonly ListedMember[],
  threshold: number,
  arithmetic: CollectiveArithmetic = plainArithmetic,
): Uint8Array | undefined {
  return decodeDescriptor(of) === undefined
    ? ballotDescriptor(members, threshold)
    : collectiveDescriptor(members.map(listedCredential), threshold, arithmetic)
}

/** What a change does to a list: who goes, by key in hex, and who comes. */
export type ListChange<Member> = { readonly goes: Iterable<string>; readonly comes: readonly Member[] }

/** The list after a change (docs/adr/0019): who stays in the old order, then who comes. */
export function listAfter<Member extends { readonly key: Uint8Array | string }>(
  before: readonly Member[],
  { goes, comes }: ListChange<Member>,
): readonly Member[] {
  const gone = new Set(goes)
  const hexOf = ({ key }: Member) => (typeof key === 'string' ? key : toHex(key))
  return [...before.filter((member) => !gone.has(hexOf(member))), ...comes]
}
