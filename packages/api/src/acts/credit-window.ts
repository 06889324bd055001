import { type CreditWindow, MOST_WINDOWS, NodeCallError } from '@vc/client'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { sumsOf } from '@vc/ledger'
import { asc, eq } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext } from '../context.ts'
import { legsOf, type StoredAct } from './stored-act.ts'

type Asker = { readonly db: DbOrTransaction } & Pick<MemberContext, 'client'>

/**
 * Whether so much new credit fits into the next block of the portal's node beside all that all have signed and that waits for one, and
 * else when (requirements V-019, V-075). Null while the node does not answer.
 */
export async function creditWindowOf(asker: Asker, amount: bigint): Promise<CreditWindow | null> {
  const windows = await creditWindowsOf(asker, [amount])
  return windows && must(windows[0], 'an answer for each')
}

/** The same for several that would come in this order. What one question does not hold is given the window of the last that is in it. */
export async function creditWindowsOf(
  asker: Asker,
  amounts: readonly bigint[],
): Promise<readonly CreditWindow[] | null> {
  const before = (await waitingCredit(asker)).map(({ released }) => released)
  const windows = await ask(asker, [...before, ...amounts].slice(0, MOST_WINDOWS))
  return windows && amounts.map((_, i) => must(windows[before.length + i] ?? windows.at(-1), 'answers'))
}

/** The windows of the acts that wait for one, by their ids: each with those that were sent before it counted. */
export async function windowsOfWaiting(asker: Asker): Promise<ReadonlyMap<string, CreditWindow | null>> {
  const waiting = (await waitingCredit(asker)).slice(0, MOST_WINDOWS)
  if (waiting.length === 0) return new Map()
  const windows = await ask(
    asker,
    waiting.map(({ released }) => released),
  )
  return new Map(waiting.map(({ actId }, i) => [actId, windows?.[i] ?? null]))
}

async function ask({ client }: Asker, amounts: readonly bigint[]) {
  try {
    return await client.creditWindows(amounts)
  } catch (error) {
    if (error instanceof NodeCallError) return null
    throw error
  }
}

/** What gives new credit, has all signatures and is in no block yet, in the order in which it was sent. */
async function waitingCredit({ db }: Pick<Asker, 'db'>) {
  const { acts, submissions } = schema
  const rows = await db
    .select({ act: acts })
    .from(submissions)
    .innerJoin(acts, eq(acts.submissionId, submissions.id))
    .where(eq(submissions.state, 'submitted'))
    .orderBy(asc(submissions.createdAt), acts.id)
  return rows.flatMap(({ act }) => {
    const released = releasedBy(act)
    return released > 0n ? [{ actId: act.id, released }] : []
  })
}

/** What the policy bounds: credit and debt that come anew into the lower layers, in smallest units (ledger.md 4). */
export const releasedBy = (act: StoredAct): bigint =>
  legsOf(act).reduce((sum, { transaction: tx, named }) => sum + sumsOf({ tx, named }).released, 0n)
