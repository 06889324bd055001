import { schema } from '@vc/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'
import { commitmentHook } from '../operating-record.ts'

/** Marks a batch certified with the record that did it; what was refused can be prepared again. */
export const rightsHook: SubmissionHook = async (tx, submission, event) => {
  const { rightBatches } = schema
  const certified = event !== 'refused'
  await tx
    .update(rightBatches)
    .set(
      certified
        ? {
            step: 'certified',
            txid: submission.txids[0] ?? null,
            height: submission.height,
            finality: event,
            reason: null,
            updatedAt: sql`now()`,
          }
        : {
            step: 'appraised',
            actId: null,
            txid: null,
            height: null,
            finality: null,
            reason: submission.refusal?.code ?? null,
            updatedAt: sql`now()`,
          },
    )
    .where(
      and(
        eq(rightBatches.id, submission.subjectId),
        inArray(rightBatches.step, ['prepared', 'approved', 'certified']),
      ),
    )
}

/** A commitment that a block has lets its batch's record be drafted. */
export const rightCommitmentHook = commitmentHook('prepare-certification', (batchId) => ({ batchId }))
