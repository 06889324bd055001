import { type DbTransaction, schema } from '@vc/db'
import { type Envelope, handle, type Job, type JobHandler } from '@vc/jobs'
import { failpoint } from '@vc/kernel'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { WorkerDeps } from './deps.ts'

const { outbox } = schema
const LONGEST_PAUSE_MS = 30_000

/** What a job does: everything it writes goes through `tx` and is kept together with "done", or not at all. */
export type Work<P> = (payload: P, tx: DbTransaction, deps: WorkerDeps) => Promise<void>
/** A job with its work, before the worker's things are known. */
export type DomainHandler = (deps: WorkerDeps) => JobHandler

/**
 * Binds work to a job. When an outbox row asked for the job, the row is claimed (FOR UPDATE SKIP LOCKED) for
 * the length of the work and marked done in its transaction; a fault moves its due time forward and is told.
 */
export function domainHandler<P>(job: Job<P>, work: Work<P>): DomainHandler {
  return (deps) =>
    handle(job, async (payload, { outboxId }: Envelope) => {
      try {
        await deps.db.transaction((tx) => runClaimed(tx, outboxId, () => work(payload, tx, deps)))
        await failpoint('job-after-commit')
      } catch (error) {
        if (outboxId !== undefined) await postpone(deps, outboxId, error)
        throw error
      }
    })
}

async function runClaimed(tx: DbTransaction, outboxId: string | undefined, work: () => Promise<void>) {
  if (outboxId === undefined) return work()
  const claimed = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.id, outboxId), isNull(outbox.doneAt)))
    .for('update', { skipLocked: true })
  await failpoint('job-after-claim')
  // Done already, or another worker is at it.
  if (claimed.length === 0) return
  await work()
  await failpoint('job-before-done')
  await tx.update(outbox).set({ doneAt: sql`now()`, lastError: null }).where(eq(outbox.id, outboxId))
  await failpoint('job-after-done')
}

/** Twice as long after each fault, with some chance in it, so that rows do not come back all at once. */
async function postpone({ db }: WorkerDeps, outboxId: string, error: unknown): Promise<void> {
  const pause = sql`least(${LONGEST_PAUSE_MS}::int, 250 * power(2, least(${outbox.attempts}, 16)))
    * (0.75 + random() / 2) * interval '1 ms'`
  await db
    .update(outbox)
    .set({
      attempts: sql`${outbox.attempts} + 1`,
      dueAt: sql`now() + ${pause}`,
      dispatchedAt: null,
      lastError: String(error).slice(0, 2000),
    })
    .where(and(eq(outbox.id, outboxId), isNull(outbox.doneAt)))
}
