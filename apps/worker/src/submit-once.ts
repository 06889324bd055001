import { type DbTransaction, type StoredRefusal, schema } from '@vc/db'
import { failpoint } from '@vc/kernel'
import { and, arrayOverlaps, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { ChainDeps } from './deps.ts'
import type { Submission } from './hooks.ts'
import { moveSubmission } from './move-submissions.ts'

const { submissions } = schema

/** Thrown when the node's "no" may become a "yes" by itself: the row is tried again later. */
export class NotYetError extends Error {}

/** Refusals that the next blocks may lift. All others are for good (ledger.md 11). */
const PASSING: ReadonlySet<string> = new Set([
  'fresh-read',
  'locktime',
  'sequence',
  'credit-over-room',
  'mempool-full',
])

/**
 * Hands the bytes of a submission to the node: the same bytes every time, so the same txid. Accepted, it is
 * `submitted`; refused for good, `refused` and whoever waits is told. Throws NotYetError or NodeCallError when
 * it has to be tried again.
 */
export async function submitOnce(tx: DbTransaction, deps: ChainDeps, submissionId: string): Promise<void> {
  const [submission] = await tx
    .select()
    .from(submissions)
    .where(eq(submissions.id, submissionId))
    .for('update')
  await failpoint('submit-after-claim')
  if (submission?.state !== 'queued' && submission?.state !== 'submitted') return
  await failpoint('submit-before-send')
  const answer = await deps.client.submit(submission.transactions)
  await failpoint('submit-after-send')
  const refusal = answer.accepted ? undefined : { code: answer.refusal.code, facts: answer.refusal.facts }
  if (refusal === undefined || (await isKnown(deps, submission))) {
    await failpoint('submit-before-mark')
    const set = { state: 'submitted' as const, updatedAt: sql`now()` }
    await tx.update(submissions).set(set).where(eq(submissions.id, submissionId))
    return
  }
  await assertForGood(tx, submission, refusal)
  await failpoint('submit-before-mark')
  await moveSubmission(tx, deps, submission, { state: 'refused', height: null, refusal })
}

/** Does the node have all of them, in its mempool or in a block? Then a "no" only says that they came twice. */
async function isKnown({ client }: ChainDeps, { txids }: Submission): Promise<boolean> {
  const found = await Promise.all(txids.map((txid) => client.transaction(txid)))
  return found.every((one) => one !== null)
}

async function assertForGood(
  tx: DbTransaction,
  submission: Submission,
  refusal: StoredRefusal,
): Promise<void> {
  if (PASSING.has(refusal.code)) throw new NotYetError(refusal.code)
  if (refusal.code !== 'missing-output') return
  // What it spends may be written by another submission that is still under way.
  const sources = submission.outpoints.map((name) => name.slice(0, 64))
  const [source] = await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(arrayOverlaps(submissions.txids, sources), inArray(submissions.state, ['queued', 'submitted'])),
    )
  if (source !== undefined && source.id !== submission.id) throw new NotYetError(`waits for ${source.id}`)
}

/**
 * Looks after submissions that were accepted some time ago and are in no block: the node may have lost them
 * with its mempool, so they are handed in again. Gives how many it looked at.
 */
export async function watchSubmitted(deps: ChainDeps, olderThanMs = 10_000): Promise<number> {
  const stale = await deps.db
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(
        eq(submissions.state, 'submitted'),
        lt(submissions.updatedAt, sql`now() - ${olderThanMs}::int * interval '1 ms'`),
      ),
    )
    .orderBy(asc(submissions.updatedAt))
    .limit(100)
  for (const { id } of stale) await resubmit(deps, id)
  return stale.length
}

async function resubmit(deps: ChainDeps, id: string): Promise<void> {
  try {
    await deps.db.transaction((tx) => submitOnce(tx, deps, id))
  } catch (error) {
    if (!(error instanceof NotYetError)) throw error
    // Goes to the end of the queue of those that are looked after.
    await deps.db.update(submissions).set({ updatedAt: sql`now()` }).where(eq(submissions.id, id))
  }
}
