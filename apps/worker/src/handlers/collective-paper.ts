import {
  type BallotMember,
  bytesToNumber,
  credentialOf,
  fromHex,
  joinVote,
  readVoteRequest,
} from '@vc/crypto'
import { nodeArithmetic } from '@vc/crypto/node-collective'
import type { schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  decodeTransaction,
  inputDigest,
  type NamedOutput,
  putVote,
  type Transaction,
  votedInputs,
} from '@vc/ledger'

export type Proposal = typeof schema.collectiveProposals.$inferSelect
export type Vote = typeof schema.collectiveVotes.$inferSelect
const MOST_BYTES = 100_000

/** What is voted on, and which of its inputs are. */
export function paperOf({ transaction, named }: Proposal) {
  const read = decodeTransaction(fromHex(transaction), MOST_BYTES)
  const outputs = named.map(
    (output): NamedOutput => ({ ...output, amount: BigInt(output.amount), script: fromHex(output.script) }),
  )
  return {
    transaction: must(read.ok ? read.value : undefined, 'a stored proposal is a transaction'),
    named: outputs,
    voted: votedInputs(outputs),
  }
}

/** The transaction with the answers of all voters of VCC1 joined; undefined while one is missing. */
export function joinAnswers(
  proposal: Proposal,
  votes: readonly Vote[],
  list: readonly BallotMember[],
  network: Uint8Array,
): Transaction | undefined {
  const { request, descriptor } = proposal
  const answers = new Map(votes.map(({ position, signatures }) => [position, signatures]))
  if (!request?.voters.every((position) => answers.has(position))) return undefined
  const { transaction, named, voted } = paperOf(proposal)
  const members = list.map(credentialOf)
  const voters = request.voters.flatMap((position) => members[position] ?? [])
  const arithmetic = nodeArithmetic()
  return voted.reduce((tx, index, at) => {
    const message32 = inputDigest({ tx: transaction, named, network }, index)
    const asked = readVoteRequest(must(request.requests[at], 'every voted input is asked for'))
    const given = request.voters.map((position) => bytesToNumber(fromHex(answers.get(position)?.[at] ?? '')))
    const of = { request: asked, descriptor, message32, members, voters, answers: given }
    return putVote(tx, index, joinVote(of, arithmetic))
  }, transaction)
}
