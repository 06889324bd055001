import { blocksPerDayOf } from '@vc/admission'
import {
  ballotVoters,
  decodeBallotDescriptor,
  fromHex,
  isBallot,
  isBallotWitness,
  toHex,
  verifyCollective,
} from '@vc/crypto'
import { findCursor, queueSubmission, schema, writeOutbox } from '@vc/db'
import { decodeTransaction, encodeTransaction, type Transaction, txidOf, votedInputs } from '@vc/ledger'
import { votesOver } from '@vc/settlement'
import { and, eq, sum } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { Context, DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput, idInput, pageInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { ACCUMULATED, findProposal, namesByKey, type ProposalRow, type Seat, seatsOf } from './find.ts'
import { mustBeOpen } from './must-be-open.ts'
import { digestsOf, MOST_BYTES, MOST_SIGNATURES, namedBy, readTransaction, termsOf } from './paper.ts'
import { publishedRoll, roundOf } from './rounds.ts'
import { nowOf, stageOf } from './stage-of.ts'

const { collectiveProposals, collectiveVotes, transactions } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const

/** One vote: the bytes that are voted on, how far it is, and which seats are this person's. The page reads the bytes itself. */
export const proposalRoute = allowed('collective.list', reads)
  .input(z.strictObject({ proposalId: idInput }))
  .query(async ({ ctx, input }) => {
    const { proposal, collective } = await findProposal(ctx.db, ctx, input.proposalId)
    const seats = await seatsOf(ctx.db, collective.ledgerId, proposal.descriptor)
    const votes = await votesOn(ctx.db, proposal.id)
    const voted = new Set(votes.map(({ position }) => position))
    const own = await ownAccounts(ctx.db, ctx.user)
    const cursor = await findCursor(ctx.db)
    const now = await nowOf(ctx.db, collective)
    const { height } = now
    const { kind, id, purpose, transaction, txid, named, payee, amount, closesAt, reason, createdAt } =
      proposal
    return {
      ...{ kind, id, purpose, transaction, txid, named, payee, amount, closesAt, reason, createdAt, height },
      collective: { id: collective.id, name: collective.name, ledgerId: collective.ledgerId },
      ...{ network: toHex(ctx.env.network), decimals: ctx.env.decimals },
      descriptor: toHex(proposal.descriptor),
      block: proposal.height,
      blocksPerDay: blocksPerDayOf(cursor?.parameters ?? {}),
      stage: stageOf(proposal, now),
      members: seats.length,
      ...termsOf(proposal),
      votes: votes.length,
      votedWeight: weightOf(votes),
      isMine: proposal.createdBy === ctx.user.personId,
      scheme: proposal.descriptor[0] === ACCUMULATED ? ('VCC1' as const) : ('VCB1' as const),
      round: await roundOf(ctx.db, proposal),
      mySeats: seats
        .filter(({ owner }) => own.includes(owner))
        .map(({ position, key, weight, owner }) => ({
          ...{ position, key, weight: Number(weight), owner },
          voted: voted.has(position),
        })),
    }
  })

const votesOn = (db: DbOrTransaction, proposalId: string) =>
  db.select().from(collectiveVotes).where(eq(collectiveVotes.proposalId, proposalId))

async function weightVoted(db: DbOrTransaction, proposalId: string): Promise<number> {
  const [row] = await db
    .select({ weight: sum(collectiveVotes.weight) })
    .from(collectiveVotes)
    .where(eq(collectiveVotes.proposalId, proposalId))
  return Number(row?.weight ?? 0)
}

const weightOf = (votes: readonly { readonly weight: bigint }[]) =>
  votes.reduce((sum, { weight }) => sum + Number(weight), 0)

/** Who has voted and who has not, in the order of the list: by the votes that came in, and by the witness once a block has it. */
export const rollRoute = allowed('collective.list', reads)
  .input(pageInput.extend({ proposalId: idInput, limit: z.int().min(1).max(1000).default(200) }))
  .query(async ({ ctx, input }) => {
    const { proposal, collective } = await findProposal(ctx.db, ctx, input.proposalId)
    const seats = await seatsOf(ctx.db, collective.ledgerId, proposal.descriptor)
    const at = new Map((await votesOn(ctx.db, proposal.id)).map((vote) => [vote.position, vote.createdAt]))
    const known = await namesByKey(ctx.db, collective.id)
    const onLedger = await votersOnLedger(ctx, proposal)
    const from = Number(input.cursor ?? 0)
    const rows = seats.slice(from, from + input.limit).map(({ position, key, weight }) => ({
      ...{ position, key, weight: Number(weight) },
      name: known.get(key) ?? null,
      votedAt: at.get(position) ?? null,
      isCounted: onLedger?.has(position) ?? null,
    }))
    const next = from + input.limit < seats.length ? String(from + input.limit) : null
    return { rows, total: seats.length, next, isOnLedger: onLedger !== undefined }
  })

/** The members whose votes the witness in the block proves; undefined while no block has it. */
async function votersOnLedger(ctx: Pick<Context, 'db'>, proposal: ProposalRow) {
  const { txid, descriptor } = proposal
  const [row] = await ctx.db.select().from(transactions).where(eq(transactions.txid, txid)).limit(1)
  const [voted = 0] = votedInputs(namedBy(proposal))
  const [witness] = row ? (readTransaction(toHex(row.bytes)).witnesses[voted] ?? []) : []
  if (!witness) return undefined
  const read = decodeBallotDescriptor(descriptor)
  const voters = read ? ballotVoters(read, witness) : await publishedRoll(ctx.db, proposal, witness)
  return voters && new Set(voters)
}

/**
 * Takes a member's vote: a signature under each input. It counts by its signatures alone, whoever hands it in; a second
 * vote of a member is the first one. With the threshold reached the votes are joined. Refuses `vote-closed`,
 * `vote-overtaken`, `seat-unknown`, `vote-wrong`.
 */
export const voteRoute = allowed('collective.vote', decides)
  .input(
    z.strictObject({
      proposalId: idInput,
      key: hexInput(48),
      signatures: z.array(hexInput(96)).min(1).max(MOST_SIGNATURES),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const taken = await ctx.db.transaction((tx) => takeVote(tx, ctx, input))
    if (taken.isEnough) await ctx.wake('join-votes', `join-votes-${input.proposalId}`)
    return taken
  })

type Vote = { readonly proposalId: string; readonly key: string; readonly signatures: readonly string[] }

async function takeVote(tx: DbOrTransaction, ctx: MemberContext, { proposalId, key, signatures }: Vote) {
  const { proposal, collective } = await findProposal(tx, ctx, proposalId, true)
  const [seat] = await seatsOf(tx, collective.ledgerId, proposal.descriptor, key)
  if (!seat) throw refusalToError({ code: 'seat-unknown' })
  await mustBeOpen(tx, proposal, collective)
  if (!isVoteOf(ctx, proposal, seat, signatures)) throw refusalToError({ code: 'vote-wrong' })
  const { position, weight } = seat
  const by = { handedInBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
  await tx
    .insert(collectiveVotes)
    .values({ proposalId, position, weight, signatures: [...signatures], ...by })
    .onConflictDoNothing()
  await auditIn(tx, ctx, { subject: proposalId })
  const votedWeight = await weightVoted(tx, proposalId)
  const isEnough = votedWeight >= termsOf(proposal).threshold
  if (isEnough)
    await writeOutbox(tx, { topic: 'join-votes', payload: { proposalId }, key: `join-votes-${proposalId}` })
  return { position, votedWeight, isEnough }
}

function isVoteOf(
  { env, ballots }: Context,
  proposal: ProposalRow,
  { key }: Seat,
  signatures: readonly string[],
): boolean {
  const digests = digestsOf(proposal, env.network)
  const vote = { descriptor: proposal.descriptor, key: fromHex(key) }
  return (
    digests.length === signatures.length &&
    digests.every((digest, at) =>
      isBallot({ ...vote, signature: fromHex(signatures[at] ?? '') }, digest, ballots),
    )
  )
}

/** All votes that came in, as they are: whoever may see the vote can join them. */
export const ballotsRoute = allowed('collective.list', reads)
  .input(z.strictObject({ proposalId: idInput }))
  .query(async ({ ctx, input }) => {
    const { proposal } = await findProposal(ctx.db, ctx, input.proposalId)
    const votes = await votesOn(ctx.db, proposal.id)
    return votes.map(({ position, signatures }) => ({ position, signatures }))
  })

/**
 * Takes the transaction with the votes joined by somebody else than the worker, and hands it in. Refuses `vote-closed`,
 * `vote-others-sign` when it wants more than votes, `witness-wrong` when it is another transaction or a witness does not hold.
 */
export const handInRoute = allowed('collective.vote', decides)
  .input(z.strictObject({ proposalId: idInput, transaction: hexInput(undefined, MOST_BYTES) }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { proposal, collective } = await findProposal(tx, ctx, input.proposalId, true)
      if (proposal.step === 'joined' || proposal.step === 'moved') return { txid: proposal.txid }
      if (proposal.step !== 'open') throw refusalToError({ code: 'vote-closed' })
      if (votesOver(proposal.kind) !== 'inputs') throw refusalToError({ code: 'vote-others-sign' })
      const read = decodeTransaction(fromHex(input.transaction), MOST_BYTES)
      const seats = await seatsOf(tx, collective.ledgerId, proposal.descriptor)
      if (!read.ok || !isWitnessed(ctx, proposal, seats, read.value))
        throw refusalToError({ code: 'witness-wrong' })
      const subject = { kind: 'collective-proposal', id: proposal.id }
      await queueSubmission(tx, { transactions: [read.value], subject })
      const open = and(eq(collectiveProposals.id, proposal.id), eq(collectiveProposals.step, 'open'))
      const set = { step: 'joined', updatedAt: new Date(ctx.clock.nowMs()) } as const
      await tx.update(collectiveProposals).set(set).where(open)
      await auditIn(tx, ctx, { subject: proposal.id })
      return { txid: proposal.txid }
    }),
  )

function isWitnessed(
  { env, ballots, credentials }: Context,
  proposal: ProposalRow,
  seats: readonly Seat[],
  transaction: Transaction,
): boolean {
  if (toHex(txidOf(transaction)) !== proposal.txid) return false
  const { descriptor } = proposal
  const members = seats.map(({ key, weight }) => ({ key: fromHex(key), weight: Number(weight) }))
  const holds = (digest: Uint8Array, witness: Uint8Array) =>
    descriptor[0] === ACCUMULATED
      ? verifyCollective(descriptor, digest, witness, credentials) !== undefined
      : isBallotWitness({ descriptor, members }, digest, witness, ballots)
  const voted = votedInputs(namedBy(proposal))
  if (!isElseAsDrafted(proposal, transaction, voted)) return false
  return digestsOf(proposal, env.network).every((digest, at) => {
    const [witness] = transaction.witnesses[voted[at] ?? 0] ?? []
    return witness !== undefined && holds(digest, witness)
  })
}

/** Without its votes the transaction is the very bytes that were proposed. */
function isElseAsDrafted(proposal: ProposalRow, transaction: Transaction, voted: readonly number[]): boolean {
  const witnesses = transaction.witnesses.map((items, i) => (voted.includes(i) ? items.slice(1) : items))
  return toHex(encodeTransaction({ ...transaction, witnesses })) === proposal.transaction
}
