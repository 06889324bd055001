import { schema } from '@vc/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'
import { commitmentHook } from '../operating-record.ts'

/**
 * Marks a transfer moved by its record in a block; a refused one frees its holding. Who holds what is not told here but
 * by the block itself (`projectTransfers`).
 */
export const transferHook: SubmissionHook = async (tx, submission, event) => {
  const { certificateTransfers } = schema
  const isRefused = event === 'refused'
  await tx
    .update(certificateTransfers)
    .set({
      step: isRefused ? 'refused' : 'moved',
      txid: isRefused ? null : (submission.txids[0] ?? null),
      height: isRefused ? null : submission.height,
      finality: isRefused ? null : event,
      reason: isRefused ? (submission.refusal?.code ?? 'refused') : null,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(certificateTransfers.id, submission.subjectId),
        inArray(certificateTransfers.step, ['prepared', 'moved']),
      ),
    )
}

/** A commitment that a block has lets its transfer be drafted. */
export const transferCommitmentHook = commitmentHook('prepare-transfer', (transferId) => ({ transferId }))
