import { schema, writeOutbox } from '@vc/db'
import { anchorChain, anchorKey, foundationKey, prepareFoundation } from '@vc/jobs'
import { must } from '@vc/kernel'
import { eq, sql } from 'drizzle-orm'
import type { SubmissionHook } from '../hooks.ts'

const AGAIN_MS = 10_000

/** A coin that a block has lets what was promised be drafted; one that was refused is paid anew. */
const coinHook =
  (topic: string, keyOf: (proposalId: string) => string): SubmissionHook =>
  async (tx, { id, subjectId }, event) => {
    if (event === 'final') return
    const { outbox } = schema
    const first = keyOf(subjectId)
    const [asked] = await tx.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.key, first))
    const dueAt = new Date(Date.now() + (event === 'refused' ? AGAIN_MS : 0))
    const { payload } = must(asked, 'the promise that a proposal is')
    await writeOutbox(tx, { topic, payload, key: `${first}-${id}-${event}`, dueAt })
  }

export const foundationCoinHook = coinHook(prepareFoundation.name, foundationKey)
export const anchorCoinHook = coinHook(anchorChain.name, anchorKey)

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
