import { schema, writeOutbox } from '@vc/db'
import { eq, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'

const AGAIN_MS = 30_000

/** Moves admissions with their bundle; what was refused is tried again later, on what the ledger is then. */
export const admissionHook: SubmissionHook = async (tx, submission, event) => {
  const { admissions } = schema
  const reason = event === 'refused' ? (submission.refusal?.code ?? null) : null
  const rows = await tx
    .update(admissions)
    .set({ state: event, reason, updatedAt: sql`now()` })
    .where(eq(admissions.submissionId, submission.id))
    .returning({ subject: admissions.subject })
  if (event !== 'refused') return
  const dueAt = new Date(Date.now() + AGAIN_MS)
  for (const { subject } of rows) {
    const key = `admit-${subject}-${submission.id}`
    await writeOutbox(tx, { topic: 'admit', payload: { subject }, key, dueAt })
  }
}
