import { schema } from '@vc/db'
import { and, eq, inArray } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'
import { commitmentHook } from '../operating-record.ts'
import { recordStanding } from '../record-standing.ts'

const { royaltyContracts } = schema

/** A contract holds once a block has the record that all three parties signed. */
export const contractHook: SubmissionHook = async (tx, submission, event) => {
  const step = event === 'refused' ? 'refused' : 'agreed'
  const { id, step: now } = royaltyContracts
  await tx
    .update(royaltyContracts)
    .set({ step, ...recordStanding(submission, event) })
    .where(and(eq(id, submission.subjectId), inArray(now, ['prepared', 'agreed'])))
}

/** A commitment that a block has lets its contract's record be drafted. */
export const contractCommitmentHook = commitmentHook('record-contract', (contractId) => ({ contractId }))
