import { type BallotMember, ballotDescriptor } from './ballot.ts'
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
