import { must } from '@vc/kernel'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outbox } from '../schema/queue.ts'
import { sampleRuns } from '../schema/sample.ts'
import { writeOutbox } from './write-outbox.ts'

export type SampleRun = typeof sampleRuns.$inferSelect

/** The newest sample of this network; undefined when there never was one. */
export async function findSample(db: DbOrTransaction): Promise<SampleRun | undefined> {
  const [row] = await db.select().from(sampleRuns).orderBy(desc(sampleRuns.run)).limit(1)
  return row
}

/**
 * Asks for the sample consortium; give it a transaction. One that is there or under way is left to go on (its next try
 * comes at once); after a removal the next one begins. Asked twice is asked once.
 */
export async function askForSample(tx: DbOrTransaction): Promise<SampleRun> {
  const known = await lockedNewest(tx)
  if (known && known.state !== 'removed') {
    await hurry(tx)
    return known
  }
  const run = (known?.run ?? 0) + 1
  const [row] = await tx.insert(sampleRuns).values({ run, state: 'running' }).returning()
  await writeOutbox(tx, { topic: 'sample', payload: { run }, key: `sample-${run}` })
  return must(row, 'an inserted row comes back')
}

/** Asks that the newest sample be taken away; undefined when there is none. What it was doing, it leaves. */
export async function askForSampleRemoval(tx: DbOrTransaction): Promise<SampleRun | undefined> {
  const known = await lockedNewest(tx)
  if (!known || known.state === 'removed') return known
  const [row] = await tx
    .update(sampleRuns)
    .set({ state: 'removing', reason: null, updatedAt: sql`now()` })
    .where(eq(sampleRuns.run, known.run))
    .returning()
  const { run } = known
  await writeOutbox(tx, { topic: 'sample', payload: { run }, key: `sample-${run}-remove` })
  await hurry(tx)
  return row
}

async function lockedNewest(tx: DbOrTransaction): Promise<SampleRun | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('sample', 0))`)
  return findSample(tx)
}

/** What waits after a fault is tried at once. */
async function hurry(tx: DbOrTransaction): Promise<void> {
  await tx
    .update(outbox)
    .set({ dueAt: sql`now()` })
    .where(and(eq(outbox.topic, 'sample'), isNull(outbox.doneAt)))
}
