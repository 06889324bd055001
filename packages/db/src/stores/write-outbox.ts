import { carried } from '@vc/trace'
import { sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outbox } from '../schema/queue.ts'

/** The channel on which a worker hears that a row waits. */
export const OUTBOX_CHANNEL = 'outbox'

/**
 * Promises work in the transaction of the fact that asks for it. `topic` is the name of a job, `payload` its
 * payload. Gives false when a promise with this key exists already: asked twice is asked once.
 */
export async function writeOutbox(
  tx: DbOrTransaction,
  promise: { topic: string; payload: Record<string, unknown>; key: string; dueAt?: Date },
): Promise<boolean> {
  const promised = { ...promise, trace: carried().traceparent }
  const rows = await tx.insert(outbox).values(promised).onConflictDoNothing().returning({ id: outbox.id })
  // Heard when the transaction commits, never before.
  await tx.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, ${promise.topic})`)
  return rows.length === 1
}
