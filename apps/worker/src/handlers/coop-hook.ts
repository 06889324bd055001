import { schema } from '@vc/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'
import { commitmentHook } from '../operating-record.ts'
import { recordStanding } from '../record-standing.ts'

const { coopOrders, coopPledges, epcisDocuments } = schema

/** Marks an order published by its record in a block; one that the ledger refused takes no pledges. */
export const orderHook: SubmissionHook = async (tx, submission, event) => {
  const step = event === 'refused' ? 'refused' : 'published'
  await tx
    .update(coopOrders)
    .set({ step, ...recordStanding(submission, event) })
    .where(and(eq(coopOrders.id, submission.subjectId), inArray(coopOrders.step, ['prepared', 'published'])))
}

/** A commitment that a block has lets its order's record be drafted. */
export const orderCommitmentHook = commitmentHook('publish-order', (orderId) => ({ orderId }))

/** A pledge that a block has, however late, is looked after until it is spent. */
export const pledgeHook: SubmissionHook = async (tx, { subjectId }) => {
  const ofIt = tx.select({ id: coopPledges.orderId }).from(coopPledges).where(eq(coopPledges.id, subjectId))
  const set = { isClosed: false, updatedAt: sql`now()` }
  await tx
    .update(coopOrders)
    .set(set)
    .where(and(inArray(coopOrders.id, ofIt), eq(coopOrders.isClosed, true)))
}

/** Marks the events of a document recorded. */
export const eventsHook: SubmissionHook = async (tx, submission, event) => {
  const step = event === 'refused' ? 'refused' : 'recorded'
  const { id, step: now } = epcisDocuments
  await tx
    .update(epcisDocuments)
    .set({ step, ...recordStanding(submission, event) })
    .where(and(eq(id, submission.subjectId), inArray(now, ['prepared', 'recorded'])))
}

/** A commitment that a block has lets its document's record be drafted. */
export const eventsCommitmentHook = commitmentHook('record-events', (documentId) => ({ documentId }))
