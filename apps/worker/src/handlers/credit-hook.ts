import { schema } from '@vc/db'
import { eq, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'
import { moveCreditVote } from './collective-hook.ts'

/** Marks an application as given with the transaction that did it; a refused one can be drafted again. */
export const creditHook: SubmissionHook = async (tx, submission, event) => {
  const { creditApplications } = schema
  const given = event !== 'refused'
  await tx
    .update(creditApplications)
    .set({
      step: given ? 'given' : 'approving',
      txid: given ? (submission.txids[0] ?? null) : null,
      updatedAt: sql`now()`,
    })
    .where(eq(creditApplications.id, submission.subjectId))
  if (given) await moveCreditVote(tx, submission, event)
}
