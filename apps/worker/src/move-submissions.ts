import { type DbTransaction, schema, writeOutbox } from '@vc/db'
import { and, arrayOverlaps, eq, inArray, lte, sql } from 'drizzle-orm'
import type { ChainDeps } from './deps.ts'
import type { Submission, SubmissionEvent } from './hooks.ts'

type Deps = Pick<ChainDeps, 'hooks' | 'log'>
const { submissions, acts } = schema

/** Marks what a new block brought: submissions of which all transactions are now on the chain. */
export async function moveIntoBlock(
  tx: DbTransaction,
  deps: Deps,
  block: { height: number; txids: readonly string[] },
): Promise<void> {
  if (block.txids.length === 0) return
  const waiting = await tx
    .select()
    .from(submissions)
    .where(
      and(
        inArray(submissions.state, ['queued', 'submitted', 'refused']),
        arrayOverlaps(submissions.txids, [...block.txids]),
      ),
    )
    .for('update')
  for (const submission of waiting) {
    if (await areOnChain(tx, submission.txids)) {
      await moveSubmission(tx, deps, submission, { state: 'in-block', height: block.height, refusal: null })
    }
  }
}

async function areOnChain(tx: DbTransaction, txids: readonly string[]): Promise<boolean> {
  const found = await tx
    .selectDistinct({ txid: schema.transactions.txid })
    .from(schema.transactions)
    .where(inArray(schema.transactions.txid, [...txids]))
  return found.length === new Set(txids).size
}

/** Marks submissions in blocks up to the final height as final. */
export async function moveToFinal(tx: DbTransaction, deps: Deps, finalHeight: number): Promise<void> {
  const settled = await tx
    .select()
    .from(submissions)
    .where(and(eq(submissions.state, 'in-block'), lte(submissions.height, finalHeight)))
    .orderBy(submissions.height, submissions.createdAt)
    .for('update')
  for (const submission of settled) {
    await moveSubmission(tx, deps, submission, { state: 'final', height: submission.height, refusal: null })
  }
}

/** Puts submissions of blocks that were left back on their way; the watch hands their bytes in again. */
export async function moveOutOfBlocks(tx: DbTransaction, height: number): Promise<void> {
  await tx
    .update(submissions)
    .set({ state: 'submitted', height: null, updatedAt: sql`'epoch'::timestamptz` })
    .where(and(eq(submissions.state, 'in-block'), sql`${submissions.height} > ${height}`))
}

/** Moves one submission, the act that it came from, and whatever waits for it. */
export async function moveSubmission(
  tx: DbTransaction,
  deps: Deps,
  submission: Submission,
  to: { state: SubmissionEvent; height: number | null; refusal: Submission['refusal'] },
): Promise<void> {
  const now = sql`now()`
  const [moved] = await tx
    .update(submissions)
    .set({ ...to, updatedAt: now })
    .where(eq(submissions.id, submission.id))
    .returning()
  const status = to.state === 'in-block' ? 'submitted' : to.state
  await tx.update(acts).set({ status, updatedAt: now }).where(eq(acts.submissionId, submission.id))
  deps.log.info({ submission: submission.id, txids: submission.txids, ...to }, `submission ${to.state}`)
  if (moved) await callHook(tx, deps, moved, to.state)
}

/** A hook that fails must not stop the chain: its event is kept in the outbox and tried again from there. */
async function callHook(tx: DbTransaction, deps: Deps, submission: Submission, event: SubmissionEvent) {
  const hook = deps.hooks[submission.subjectKind]
  if (hook === undefined) return
  try {
    await tx.transaction((inner) => hook(inner, submission, event))
  } catch (error) {
    deps.log.error(
      { submission: submission.id, event, error: String(error) },
      'hook failed, will be tried again',
    )
    const payload = { submissionId: submission.id, event }
    const key = `event-${submission.id}-${event}-${submission.height ?? 'none'}`
    await writeOutbox(tx, { topic: 'submission-event', payload, key })
  }
}
