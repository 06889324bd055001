import { schema } from '@vc/db'
import { eq, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'

const { cheques } = schema

/** A cheque that the ledger refused leaves its leaf to another; what a block has, the block tells. */
export const chequeHook: SubmissionHook = async (tx, { subjectId, refusal }, event) => {
  const isRefused = event === 'refused'
  await tx
    .update(cheques)
    .set({
      step: isRefused ? 'refused' : 'sent',
      reason: isRefused ? (refusal?.code ?? 'refused') : null,
      updatedAt: sql`now()`,
    })
    .where(eq(cheques.id, subjectId))
}
