import {
  bytesToNumber,
  type CollectiveCredential,
  credentialOf,
  fromHex,
  isRollOf,
  isVoteAnswer,
  readVoteRequest,
  requestVote,
  type VoteCommitment,
  writeVoteRequest,
} from '@vc/crypto'
import { accumulatedList, schema, type VoteRound, writeOutbox } from '@vc/db'
import { must } from '@vc/kernel'
import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput, idInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { ACCUMULATED, findProposal, type ProposalRow, type Seat, seatsOf } from './find.ts'
import { mustBeOpen } from './must-be-open.ts'
import { digestsOf, MOST_SIGNATURES, termsOf } from './paper.ts'

const { collectiveCommitments, collectiveProposals, collectiveVotes } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const

/** The round that the voters of VCC1 are in: who has published numbers, and who is asked for an answer to what. */
export async function roundOf(db: DbOrTransaction, proposal: ProposalRow) {
  const { round, request } = proposal
  const rows = await commitmentsOf(db, proposal)
  return {
    ...{ round, request },
    committed: rows.map(({ position, commitments }) => ({ position, commitments })),
  }
}

const commitmentsOf = (db: DbOrTransaction, { id, round }: ProposalRow) =>
  db
    .select()
    .from(collectiveCommitments)
    .where(and(eq(collectiveCommitments.proposalId, id), eq(collectiveCommitments.round, round)))
    .orderBy(asc(collectiveCommitments.position))

/** The proposal, locked, and the seat of this person that a key names. Refuses `seat-unknown`, `vote-closed`, `vote-overtaken`. */
async function findSeat(tx: DbOrTransaction, ctx: MemberContext, proposalId: string, key?: string) {
  const { proposal, collective } = await findProposal(tx, ctx, proposalId, true)
  const seats = await seatsOf(tx, collective.ledgerId, proposal.descriptor, key)
  const own = await ownAccounts(tx, ctx.user)
  const seat = seats.find(({ owner }) => own.includes(owner))
  if (!seat || proposal.descriptor[0] !== ACCUMULATED) throw refusalToError({ code: 'seat-unknown' })
  await mustBeOpen(tx, proposal, collective)
  return { proposal, seat, collective }
}

/**
 * Takes what a member of VCC1 publishes first. When those who have reach the threshold the voters are fixed, and each is
 * asked for an answer. The member itself brings its numbers, and may bring others until then. Refuses `round-fixed`,
 * `seat-unknown`, `vote-wrong`, `vote-closed`, `vote-overtaken`.
 */
export const commitRoute = allowed('collective.vote', decides)
  .input(
    z.strictObject({
      proposalId: idInput,
      key: hexInput(256),
      commitments: z.array(hexInput(512)).min(1).max(MOST_SIGNATURES),
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { proposal, seat, collective } = await findSeat(tx, ctx, input.proposalId, input.key)
      if (proposal.request) throw refusalToError({ code: 'round-fixed' })
      const { commitments } = input
      if (commitments.length !== digestsOf(proposal, ctx.env.network).length)
        throw refusalToError({ code: 'vote-wrong' })
      const { round, id: proposalId } = proposal
      const at = { commitments, createdAt: new Date(ctx.clock.nowMs()) }
      await tx
        .insert(collectiveCommitments)
        .values({ proposalId, round, position: seat.position, ...at })
        .onConflictDoUpdate({
          target: [
            collectiveCommitments.proposalId,
            collectiveCommitments.round,
            collectiveCommitments.position,
          ],
          set: at,
        })
      const seats = await seatsOf(tx, collective.ledgerId, proposal.descriptor)
      await fixWhenEnough(tx, proposal, seats)
      await auditIn(tx, ctx, { subject: proposalId })
      return { round }
    }),
  )

async function fixWhenEnough(tx: DbOrTransaction, proposal: ProposalRow, seats: readonly Seat[]) {
  const rows = await commitmentsOf(tx, proposal)
  const weights = new Map(seats.map(({ position, weight }) => [position, Number(weight)]))
  const weight = rows.reduce((sum, { position }) => sum + (weights.get(position) ?? 0), 0)
  if (weight < termsOf(proposal).threshold) return
  const members = await credentialsOf(tx, proposal)
  const inputs = rows[0]?.commitments.length ?? 0
  const requests = Array.from({ length: inputs }, (_, at) =>
    writeVoteRequest(
      requestVote(
        rows.map(({ position, commitments }) => ({
          credential: must(members[position], 'a seat has a credential'),
          commitment: readCommitment(commitments[at] ?? ''),
        })),
      ),
    ),
  )
  const request: VoteRound = { voters: rows.map(({ position }) => position), requests }
  await tx.update(collectiveProposals).set({ request }).where(eq(collectiveProposals.id, proposal.id))
}

/** The credentials of the list under a proposal, by position. */
async function credentialsOf(
  db: DbOrTransaction,
  { descriptor }: ProposalRow,
): Promise<readonly CollectiveCredential[]> {
  return (await accumulatedList(db, descriptor)).map(({ key, weight, owner, possession }) =>
    credentialOf({ key: fromHex(key), weight: Number(weight), owner: fromHex(owner), possession }),
  )
}

const numberOf = (hex: string) => bytesToNumber(fromHex(hex))
const readCommitment = (hex: string): VoteCommitment => ({
  ...{ T1: numberOf(hex.slice(0, 512)), T2: numberOf(hex.slice(512)) },
})
/**
 * Takes the answer of a voter who was asked; each is checked, so that who answers wrongly is known at once. With the last
 * one the votes are joined. Refuses `round-open`, `vote-wrong`, `seat-unknown`, `vote-closed`, `vote-overtaken`.
 */
export const answerRoute = allowed('collective.vote', decides)
  .input(
    z.strictObject({
      proposalId: idInput,
      key: hexInput(256),
      answers: z.array(hexInput(32)).min(1).max(MOST_SIGNATURES),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const isEnough = await ctx.db.transaction((tx) => takeAnswer(tx, ctx, input))
    if (isEnough) await ctx.wake('join-votes', `join-votes-${input.proposalId}`)
    return { isEnough }
  })

type Answer = { readonly proposalId: string; readonly key: string; readonly answers: readonly string[] }

async function takeAnswer(tx: DbOrTransaction, ctx: MemberContext, { proposalId, key, answers }: Answer) {
  const { proposal, seat } = await findSeat(tx, ctx, proposalId, key)
  const { request } = proposal
  if (!request?.voters.includes(seat.position)) throw refusalToError({ code: 'round-open' })
  if (!(await isAnswerOf(tx, ctx, proposal, seat, answers))) throw refusalToError({ code: 'vote-wrong' })
  const { position, weight } = seat
  const by = { handedInBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
  await tx
    .insert(collectiveVotes)
    .values({ proposalId, position, weight, signatures: [...answers], ...by })
    .onConflictDoNothing()
  await auditIn(tx, ctx, { subject: proposalId })
  const answered = await tx.select().from(collectiveVotes).where(eq(collectiveVotes.proposalId, proposalId))
  const isEnough = answered.length === request.voters.length
  const outbox = {
    topic: 'join-votes',
    payload: { proposalId },
    key: `join-votes-${proposalId}-${proposal.round}`,
  }
  if (isEnough) await writeOutbox(tx, outbox)
  return isEnough
}

async function isAnswerOf(
  tx: DbOrTransaction,
  { env, credentials }: MemberContext,
  proposal: ProposalRow,
  { position }: Seat,
  answers: readonly string[],
): Promise<boolean> {
  const rows = await commitmentsOf(tx, proposal)
  const own = rows.find((row) => row.position === position)?.commitments ?? []
  const credential = must((await credentialsOf(tx, proposal))[position], 'a seat has a credential')
  const digests = digestsOf(proposal, env.network)
  const { descriptor, request } = proposal
  return (
    answers.length === digests.length &&
    digests.every((message32, at) => {
      const asked = request?.requests[at]
      const voter = { credential, commitment: readCommitment(own[at] ?? '') }
      const answer = numberOf(answers[at] ?? '')
      return (
        asked !== undefined &&
        isVoteAnswer({ request: readVoteRequest(asked), descriptor, message32, voter, answer }, credentials)
      )
    })
  )
}

/** Begins the rounds anew when a chosen voter does not answer: fresh numbers of everybody. Any member may. */
export const restartRoute = allowed('collective.vote', decides)
  .input(z.strictObject({ proposalId: idInput }))
  .mutation(({ ctx, input: { proposalId } }) =>
    ctx.db.transaction(async (tx) => {
      const { proposal } = await findSeat(tx, ctx, proposalId)
      if (!proposal.request) return { round: proposal.round }
      const round = proposal.round + 1
      await tx.delete(collectiveVotes).where(eq(collectiveVotes.proposalId, proposalId))
      await tx
        .update(collectiveProposals)
        .set({ round, request: null })
        .where(eq(collectiveProposals.id, proposalId))
      await auditIn(tx, ctx, { subject: proposalId })
      return { round }
    }),
  )

/** The voters of the last round, when the witness in the block is of them and of nobody else. */
export async function publishedRoll(
  db: DbOrTransaction,
  proposal: ProposalRow,
  witness: Uint8Array,
): Promise<readonly number[] | undefined> {
  const members = await credentialsOf(db, proposal)
  const voters = proposal.request?.voters ?? []
  const roll = voters.flatMap((position) => members[position] ?? [])
  return isRollOf(witness, roll) ? voters : undefined
}
