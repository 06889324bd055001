import {
  type BallotMember,
  concatBytes,
  encodeBallotMember,
  firstBallotLink,
  joinBallots,
  nextBallotLink,
  sha256,
} from '@vc/crypto'
import { COLLECTIVE_LIST } from '../kinds/record.ts'
import { parseStandard } from '../script/parse-standard.ts'
import type { Output, Transaction } from '../transaction.ts'
import type { RecordWrite } from './record.ts'

/** As many members as the value of one record holds beside the link before them. */
const membersInPart = 24

/**
 * The records that publish the members of a VCB1 collective, in the order in which they are to be written. When members
 * are added at the end only the new ones are written again: `after` is the root of the list before.
 */
export function listRecords(
  members: readonly BallotMember[],
  after: Uint8Array = firstBallotLink,
): readonly RecordWrite[] {
  const records: RecordWrite[] = []
  let link = after
  for (let at = 0; at < members.length; at += membersInPart) {
    const part = members.slice(at, at + membersInPart)
    const value = concatBytes(link, ...part.map(encodeBallotMember))
    link = part.reduce(nextBallotLink, link)
    records.push({ table: COLLECTIVE_LIST, key: link, value })
  }
  return records
}

/** The link of a list after each of these members, in their order: a list that begins alike has the same links. */
export function listLinks(members: readonly BallotMember[]): readonly Uint8Array[] {
  let link = firstBallotLink
  return members.map((member) => {
    link = nextBallotLink(link, member)
    return link
  })
}

/** The record of a new collective: its key is the id that outputs are locked to, `collectiveScript(key)` its holder. */
export function collectiveRecord(descriptor: Uint8Array): RecordWrite {
  return { table: 'collective', key: sha256(descriptor), value: descriptor }
}

/** Puts the witness of a vote, type 00, into an input under a vote; what chooses the vote's way in a lot's script stays behind it. */
export function putVote(tx: Transaction, index: number, witness: Uint8Array): Transaction {
  const voted = (items: readonly Uint8Array[]) => [witness, ...items.slice(-1).filter(isChoice)]
  return { ...tx, witnesses: tx.witnesses.map((items, i) => (i === index ? voted(items) : items)) }
}

const isChoice = ({ length }: Uint8Array) => length === 1

/** The inputs, by number, whose outputs lie under a collective's vote; the others are signed as their scripts say. */
export function votedInputs(named: readonly Pick<Output, 'script'>[]): readonly number[] {
  return named.flatMap(({ script }, i) => (isVoted(parseStandard(script)?.name) ? [i] : []))
}

const isVoted = (name: string | undefined) => name === 'collective' || name === 'collective-debt'

/** A member's vote on a transaction: its number in the list and a signature under each voted input, in their order. */
export type InputBallots = { readonly member: number; readonly signatures: readonly Uint8Array[] }

/**
 * Joins votes on inputs of a transaction (all of them unless told) into their witnesses; anybody may. Undefined when there
 * are none, a member voted twice or not on every input, or a signature is none.
 */
export function putVotes(
  tx: Transaction,
  descriptor: Uint8Array,
  votes: readonly InputBallots[],
  inputs: readonly number[] = tx.inputs.map((_, i) => i),
): Transaction | undefined {
  if (votes.some(({ signatures }) => signatures.length !== inputs.length)) return undefined
  const witnesses = inputs.map((_, at) =>
    joinBallots(
      descriptor,
      votes.map(({ member, signatures }) => ({ member, signature: signatures[at] ?? new Uint8Array(0) })),
    ),
  )
  if (inputs.length === 0 || witnesses.includes(undefined)) return undefined
  return inputs.reduce((of, input, at) => putVote(of, input, witnesses[at] ?? new Uint8Array(0)), tx)
}
