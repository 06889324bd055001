import { bookBatch, bookPool, type DbTransaction, moveBatch, schema } from '@vc/db'
import { failpoint } from '@vc/kernel'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'

const { settlementBatches } = schema

async function lockBatch(tx: DbTransaction, id: string) {
  const [batch] = await tx.select().from(settlementBatches).where(eq(settlementBatches.id, id)).for('update')
  return batch
}

/** A commitment in a block makes its batch prepared; a refused one leaves it netted, to be asked for again. */
export const settlementCommitmentHook: SubmissionHook = async (tx, submission, event) => {
  const batch = await lockBatch(tx, submission.subjectId)
  if (batch?.commitmentSubmissionId !== submission.id) return
  if (event !== 'refused') {
    await moveBatch(tx, batch.id, 'netted', 'prepared')
    await failpoint('settlement-after-prepared')
    return
  }
  const reason = submission.refusal?.code ?? 'refused'
  await tx
    .update(settlementBatches)
    .set({ commitmentSubmissionId: null, commitment: null, reason, updatedAt: sql`now()` })
    .where(and(eq(settlementBatches.id, batch.id), eq(settlementBatches.step, 'netted')))
}

/**
 * The bundle of a batch: in a block it is settled, once final it is booked. The steps between are those that the act
 * went through; a refused bundle leaves the batch prepared, so that it can be drafted anew.
 */
export const settlementHook: SubmissionHook = async (tx, submission, event) => {
  const batch = await lockBatch(tx, submission.subjectId)
  if (batch === undefined) return
  if (event === 'refused') return returnToPrepared(tx, batch.id, submission.refusal?.code ?? 'refused')
  const facts = { submissionId: submission.id, height: submission.height }
  await moveBatch(tx, batch.id, 'prepared', 'approved')
  await failpoint('settlement-after-approved')
  await moveBatch(tx, batch.id, 'approved', 'submitted')
  await failpoint('settlement-after-submitted')
  await moveBatch(tx, batch.id, 'submitted', 'settled', facts)
  await failpoint('settlement-after-settled')
  if (event !== 'final') return
  if (await moveBatch(tx, batch.id, 'settled', 'final', facts)) {
    await bookBatch(tx, batch)
    await failpoint('settlement-after-booked')
    await bookPool(tx, batch.organisationId)
  }
}

async function returnToPrepared(tx: DbTransaction, id: string, reason: string): Promise<void> {
  await tx
    .update(settlementBatches)
    .set({ step: 'prepared', reason, actId: null, submissionId: null, height: null, updatedAt: sql`now()` })
    .where(
      and(
        eq(settlementBatches.id, id),
        inArray(settlementBatches.step, ['prepared', 'approved', 'submitted', 'settled']),
      ),
    )
}
