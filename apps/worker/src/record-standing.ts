import { sql } from 'drizzle-orm'
import type { Submission, SubmissionEvent } from './hooks.ts'

/** What a row keeps of its record's submission: where a block has it, or why the network refused it. */
export const recordStanding = ({ height, txids, refusal }: Submission, event: SubmissionEvent) =>
  event === 'refused'
    ? { txid: null, height: null, finality: null, reason: refusal?.code ?? 'refused', updatedAt: sql`now()` }
    : { txid: txids[0] ?? null, height, finality: event, reason: null, updatedAt: sql`now()` }
