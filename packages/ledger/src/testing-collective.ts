import {
  ballotDescriptor,
  castBallot,
  concatBytes,
  joinBallots,
  registerBallotMember,
  sha256,
  utf8,
} from '@vc/crypto'
import { must } from '@vc/kernel'
import { collectiveRecord, listRecords, putVote } from './build/collective.ts'
import type { RecordWrite } from './build/record.ts'
import { inputDigest, type Signing } from './build/sign.ts'
import { collectiveScript } from './script/standard.ts'
import type { Transaction } from './transaction.ts'

/** How a vote is given: a sighash type, and members by number; type 00 and the first two unless told. */
export type VoteManner = { readonly type?: number; readonly voters?: readonly number[] }

/** A collective of three that decides by two, for tests and simulations. */
export type TestCollective = {
  readonly id: Uint8Array
  readonly script: Uint8Array
  readonly descriptor: Uint8Array
  /** What a state holds of it: the parts of its list, then its descriptor. */
  readonly records: readonly RecordWrite[]
  /** Puts the witness of a vote into an input. */
  readonly vote: (of: Signing, index: number, manner?: VoteManner) => Transaction
}

/** The collective of this name; the same name gives the same one. */
export function testCollective(name: string): TestCollective {
  // Below the order of the curve.
  const secrets = [0, 1, 2].map((i) => Uint8Array.of(0, ...sha256(utf8(`${name} ${i}`)).subarray(1)))
  const members = secrets.map((secret) => registerBallotMember(secret, 1, new Uint8Array(20)))
  const descriptor = must(ballotDescriptor(members, 2), 'two of three')
  const record = collectiveRecord(descriptor)
  const vote = (of: Signing, index: number, { type = 0, voters = [0, 1] }: VoteManner = {}) => {
    const digest = inputDigest(of, index, type)
    const ballots = voters.map((member) => {
      const secret = must(secrets[member], 'a member')
      return { member, signature: castBallot(descriptor, digest, secret) }
    })
    const witness = must(joinBallots(descriptor, ballots), 'votes join')
    return putVote(of.tx, index, type === 0 ? witness : concatBytes(witness, Uint8Array.of(type)))
  }
  const records = [...listRecords(members), record]
  return { id: record.key, script: collectiveScript(record.key), descriptor, records, vote }
}
