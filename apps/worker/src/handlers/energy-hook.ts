import { schema, writeOutbox } from '@vc/db'
import { eq } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'
import { commitmentHook } from '../operating-record.ts'

const AGAIN_MS = 30_000

/** Marks an issue recorded; a refused record is drafted again a little later, on what the ledger is then. */
export const energyHook: SubmissionHook = async (tx, submission, event) => {
  const { meterImports } = schema
  const importId = submission.subjectId
  const own = eq(meterImports.id, importId)
  if (event !== 'refused') {
    const txid = submission.txids[0] ?? null
    await tx
      .update(meterImports)
      .set({ txid, height: submission.height, finality: event, reason: null })
      .where(own)
    return
  }
  const reason = submission.refusal?.code ?? null
  await tx
    .update(meterImports)
    .set({ recordValue: null, txid: null, height: null, finality: null, reason })
    .where(own)
  const key = `record-issue-${importId}-${submission.id}`
  const dueAt = new Date(Date.now() + AGAIN_MS)
  await writeOutbox(tx, { topic: 'record-issue', payload: { importId }, key, dueAt })
}

/** A commitment that a block has lets the issue's record follow. */
export const issueCommitmentHook = commitmentHook('record-issue', (importId) => ({ importId }))
