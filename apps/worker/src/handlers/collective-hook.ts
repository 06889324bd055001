import { schema } from '@vc/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Submission, SubmissionEvent, SubmissionHook } from '../hooks.ts'

const { collectiveProposals, collectives } = schema

/** Marks a collective registered; what was refused can be brought again. */
export const collectiveHook: SubmissionHook = async (tx, submission, event) => {
  const step = event === 'refused' ? 'refused' : 'registered'
  const txid = event === 'refused' ? null : (submission.txids.at(-1) ?? null)
  await tx
    .update(collectives)
    .set({ step, txid, ...standing(submission, event) })
    .where(eq(collectives.id, submission.subjectId))
}

/** Opens the vote on a change of members when their list is in a block: before that nobody could vote afterwards. */
export const listHook: SubmissionHook = async (tx, submission, event) => {
  const { id, step } = collectiveProposals
  const reason = event === 'refused' ? (submission.refusal?.code ?? 'refused') : null
  await tx
    .update(collectiveProposals)
    .set({ step: event === 'refused' ? 'refused' : 'open', reason, updatedAt: sql`now()` })
    .where(and(eq(id, submission.subjectId), eq(step, 'preparing')))
}

/** Marks what a collective has decided as moved by its block, or as refused by the ledger. */
export const proposalHook: SubmissionHook = async (tx, submission, event) => {
  const step = event === 'refused' ? 'refused' : 'moved'
  const { id, step: now } = collectiveProposals
  await tx
    .update(collectiveProposals)
    .set({ step, ...standing(submission, event) })
    .where(and(eq(id, submission.subjectId), inArray(now, ['joined', 'moved'])))
}

/** Marks the members' vote on a credit as moved by the block that has it; what the ledger refuses can be signed again. */
export const moveCreditVote: SubmissionHook = async (tx, submission, event) => {
  const { txid, kind, step } = collectiveProposals
  const voted = and(eq(kind, 'credit'), inArray(txid, submission.txids), inArray(step, ['joined', 'moved']))
  await tx
    .update(collectiveProposals)
    .set({ step: 'moved', ...standing(submission, event) })
    .where(voted)
}

/** Where a submission stands, as rows of collectives keep it. */
export const standing = ({ height, refusal }: Submission, event: SubmissionEvent) =>
  event === 'refused'
    ? { height: null, finality: null, reason: refusal?.code ?? 'refused', updatedAt: sql`now()` }
    : { height, finality: event, reason: null, updatedAt: sql`now()` }
