import { type BallotBox, isBallotMember, type ListPart, openBallotBox, readBallotPart } from './ballot.ts'
import { type BallotCurve, nobleBallotCurve } from './ballot-keys.ts'
import { verifyCollective } from './collective.ts'
import { type CollectiveArithmetic, plainArithmetic } from './collective-arithmetic.ts'

/** What scripts and records ask of collectives of both kinds (collective.md). */
export type CollectiveChecks = {
  /** The weight that voted, or undefined when the vote does not hold or misses the threshold. */
  readonly votes: (
    descriptor: Uint8Array,
    message32: Uint8Array,
    witness: Uint8Array,
    partOf: ListPart,
  ) => number | undefined
  /** How many members of a part of a VCB1 list prove that they have their keys. */
  readonly provenMembers: (part: Uint8Array) => number
}

/** Checks over an arithmetic of VCC1 and a curve of VCB1. */
export function collectiveChecks(arithmetic: CollectiveArithmetic, curve: BallotCurve): CollectiveChecks {
  const ballots: BallotBox = openBallotBox(curve)
  return {
    votes: (descriptor, message32, witness, partOf) =>
      descriptor[0] === 2
        ? ballots(descriptor, message32, witness, partOf)
        : verifyCollective(descriptor, message32, witness, arithmetic),
    provenMembers: (part) =>
      readBallotPart(part)?.members.filter((member) => isBallotMember(member, curve)).length ?? 0,
  }
}

/** The checks in plain JavaScript. */
export const plainCollectiveChecks: CollectiveChecks = collectiveChecks(plainArithmetic, nobleBallotCurve)
