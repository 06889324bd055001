import { schema, writeOutbox } from '@vc/db'
import { foundationKey, prepareFoundation } from '@vc/jobs'
import { must } from '@vc/kernel'
import { eq, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'

const AGAIN_MS = 10_000

/** A coin that a block has lets its proposal be drafted; one that was refused is paid anew. */
export const foundationCoinHook: SubmissionHook = async (tx, { id, subjectId }, event) => {
  if (event === 'final') return
  const { outbox } = schema
  const [first] = await tx
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(eq(outbox.key, foundationKey(subjectId)))
  const dueAt = new Date(Date.now() + (event === 'refused' ? AGAIN_MS : 0))
  const { payload } = must(first, 'the promise that a proposal is')
  const key = `${foundationKey(subjectId)}-${id}-${event}`
  await writeOutbox(tx, { topic: prepareFoundation.name, payload, key, dueAt })
}

/** Somebody whom people appointed waits for admission no longer. */
export const foundationHook: SubmissionHook = async (tx, submission, event) => {
  const { acts, admissions } = schema
  const [act] = await tx
    .select({ kind: acts.kind, context: acts.context })
    .from(acts)
    .where(eq(acts.submissionId, submission.id))
  const { ask } = act?.context ?? {}
  if (act?.kind !== 'agent.appoint' || event === 'refused' || !isKeyed(ask)) return
  await tx
    .update(admissions)
    .set({ state: event, reason: null, submissionId: submission.id, updatedAt: sql`now()` })
    .where(eq(admissions.subject, `agent:${ask.key}`))
}

const isKeyed = (ask: unknown): ask is { readonly key: string } =>
  typeof ask === 'object' && ask !== null && 'key' in ask && typeof ask.key === 'string'
