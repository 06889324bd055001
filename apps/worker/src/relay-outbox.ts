import { type Db, schema } from '@vc/db'
import { type Job, jobNamed, type Queue } from '@vc/jobs'
import { failpoint } from '@vc/kernel'
import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { Log } from './deps.ts'

const { outbox } = schema
type Row = typeof outbox.$inferSelect
const AT_ONCE = 200
/** A job that was queued and is not done after this long may have been lost with its queue. */
const LOST_AFTER_MS = 15_000

/**
 * Puts due outbox rows into the queue, also those whose job seems lost. Rows are marked before they are passed
 * on: a job that starts at once finds its row unlocked, and what is lost in between is passed on again after
 * `lostAfterMs`. Rows that somebody works on are left to them. Gives how many rows it passed on.
 */
export async function relayOutbox(
  deps: { db: Db; log: Log },
  queue: Queue,
  lostAfterMs = LOST_AFTER_MS,
): Promise<number> {
  const rows = await takeDue(deps.db, lostAfterMs)
  await failpoint('outbox-after-mark')
  for (const row of rows) {
    const refused = await pass(queue, row)
    if (refused) await putAside(deps, row, refused)
    await failpoint('outbox-after-enqueue')
  }
  return rows.length
}

function takeDue(db: Db, lostAfterMs: number): Promise<Row[]> {
  const lost = lte(outbox.dispatchedAt, sql`now() - ${lostAfterMs}::int * interval '1 ms'`)
  const due = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.doneAt), lte(outbox.dueAt, sql`now()`), or(isNull(outbox.dispatchedAt), lost)))
    .orderBy(asc(outbox.createdAt))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true })
  return db.update(outbox).set({ dispatchedAt: sql`now()` }).where(inArray(outbox.id, due)).returning()
}

async function putAside({ db, log }: { db: Db; log: Log }, row: Row, why: string): Promise<void> {
  log.error({ outbox: row.id, topic: row.topic }, why)
  const set = { lastError: why, dueAt: sql`now() + interval '10 minutes'`, dispatchedAt: null }
  await db.update(outbox).set(set).where(eq(outbox.id, row.id))
}

/** Gives a sentence when the row can not become a job. Faults of the queue itself are thrown. */
async function pass(queue: Queue, row: Row): Promise<string | undefined> {
  const job = jobNamed(row.topic)
  if (job === undefined) return `no job is named ${row.topic}`
  const payload = job.payload.safeParse(row.payload)
  if (!payload.success) return `payload does not fit job ${row.topic}: ${payload.error.message}`
  // A job of its own for each try: one that was killed stays in the queue for a while and would bar its name.
  const trial = `${row.id}-${row.dispatchedAt?.getTime() ?? 0}`
  const byRow: Job<unknown> = { ...job, key: () => trial }
  await queue.enqueue(byRow, payload.data, { outboxId: row.id, ...(row.trace ? { trace: row.trace } : {}) })
  return undefined
}
