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
  type NamedOutput,
  putVote,
  type Transaction,
  voteDigests,
  votedInputs,
} from '@vc/ledger'
import { isKeptVote, votesOver } from '@vc/settlement'

export type Proposal = typeof schema.collectiveProposals.$inferSelect
export type Vote = typeof schema.collectiveVotes.$inferSelect
const MOST_BYTES = 100_000

/** What is voted on, and which of its inputs have the votes put in at once. */
export function paperOf({ transaction, named, kind }: Proposal) {
  const read = decodeTransaction(fromHex(transaction), MOST_BYTES)
  const outputs = named.map(
    (output): NamedOutput => ({ ...output, amount: BigInt(output.amount), script: fromHex(output.script) }),
  )
  return {
    transaction: must(read.ok ? read.value : undefined, 'a stored proposal is a transaction'),
    named: outputs,
    voted: isKeptVote(kind) ? [] : votedInputs(outputs),
  }
}

/** The transaction with its witnesses, and the votes that are kept beside it, which come after them. */
export function joinedOf(proposal: Proposal, witnesses: readonly Uint8Array[]) {
  const { transaction, voted } = paperOf(proposal)
  const put = (tx: Transaction, index: number, at: number) =>
    putVote(tx, index, must(witnesses[at], 'every voted input has its witness'))
  return { transaction: voted.reduce(put, transaction), releases: witnesses.slice(voted.length) }
}

/** The witnesses that the answers of all voters of VCC1 make, in their order; undefined while one is missing. */
export function joinAnswers(
  proposal: Proposal,
  votes: readonly Vote[],
  list: readonly BallotMember[],
  network: Uint8Array,
): readonly Uint8Array[] | undefined {
  const { request, descriptor } = proposal
  const answers = new Map(votes.map(({ position, signatures }) => [position, signatures]))
  if (!request?.voters.every((position) => answers.has(position))) return undefined
  const { transaction: tx, named } = paperOf(proposal)
  const members = list.map(credentialOf)
  const voters = request.voters.flatMap((position) => members[position] ?? [])
  const arithmetic = nodeArithmetic()
  return voteDigests({ tx, named, network }, votesOver(proposal.kind)).map((message32, at) => {
    const asked = readVoteRequest(must(request.requests[at], 'everything that is voted on is asked for'))
    const given = request.voters.map((position) => bytesToNumber(fromHex(answers.get(position)?.[at] ?? '')))
    const of = { request: asked, descriptor, message32, members, voters, answers: given }
    return joinVote(of, arithmetic)
  })
}
