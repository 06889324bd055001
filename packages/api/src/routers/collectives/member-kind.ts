import {
  type BallotMember,
  ballotDescriptor,
  collectiveDescriptor,
  credentialOf,
  isBallotMember,
  isCredential,
  type ListedMember,
  listedCredential,
} from '@vc/crypto'
import type { Context } from '../../context.ts'
import { ACCUMULATED } from './find.ts'

/** What a list of members of one kind of collective is read by. */
export type MemberKind = {
  readonly keyBytes: number
  readonly possessionBytes: number
  readonly most: number
  /** With all its proofs. */
  readonly isMember: (member: BallotMember) => boolean
  /** Undefined for members that come twice, or a threshold that no vote can meet. */
  readonly descriptorOf: (members: readonly ListedMember[], threshold: number) => Uint8Array | undefined
}
export type KindName = 'VCB1' | 'VCC1'

/** As many members of VCB1 as fit into one bundle of records and under the signature checks of one block. */
export const MOST_BALLOT_MEMBERS = 900
/** A credential of VCC1 is checked in 24 ms, before the answer. */
const MOST_CREDENTIALS = 100

/** The kind of the collective that a descriptor is of. */
export const kindOf = (descriptor: Uint8Array): KindName => (descriptor[0] === ACCUMULATED ? 'VCC1' : 'VCB1')

/** Both kinds of collective.md. */
export function memberKinds({
  ballots,
  credentials,
}: Pick<Context, 'ballots' | 'credentials'>): Readonly<Record<KindName, MemberKind>> {
  return {
    VCB1: {
      ...{ keyBytes: 48, possessionBytes: 96, most: MOST_BALLOT_MEMBERS },
      isMember: (member) => isBallotMember(member, ballots),
      descriptorOf: ballotDescriptor,
    },
    VCC1: {
      ...{ keyBytes: 256, possessionBytes: 64, most: MOST_CREDENTIALS },
      isMember: (member) => isCredential(credentialOf(member), credentials),
      descriptorOf: (members, threshold) =>
        collectiveDescriptor(members.map(listedCredential), threshold, credentials),
    },
  }
}
