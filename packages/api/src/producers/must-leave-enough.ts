import { judgeProducerChanges, type ProducerChange, type ProducerRefusal } from '@vc/consensus'
import { schema } from '@vc/db'
import { ok, type Result, refuse } from '@vc/kernel'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Leg, legsOf } from '../acts/stored-act.ts'
import type { Context, DbOrTransaction } from '../context.ts'
import { unwrap } from '../refusal-to-error.ts'
import { askMembers } from './ask-members.ts'
import { changesOf } from './changes-of.ts'

/** The acts that may take a producer, or stake of one, away, or bring a voter. */
const KINDS = ['member.admit', 'member.change', 'member.end', 'stake.release'] as const

type Asker = Pick<Context, 'client'>
export type ShortRefusal = { readonly code: ProducerRefusal['code']; readonly facts: object }

/**
 * Refuses what would leave too little stake, or too few voters, online (docs/adr/0043), or bring more voters than count, with
 * what was signed before and stands in no block yet: `stake-online-short`, `voters-online-short`, `voters-many`;
 * `node-unreachable` when nobody can tell. Two who
 * ask at once are answered one after the other.
 */
export async function mustLeaveEnough(
  tx: DbOrTransaction,
  asker: Asker,
  changes: readonly ProducerChange[],
): Promise<void> {
  unwrap(await judgeChanges(tx, asker, changes))
}

/** The same for a draft, whatever it is called: its bytes say what it does. */
export async function draftMustLeaveEnough(
  tx: DbOrTransaction,
  asker: Asker,
  legs: readonly Leg[],
): Promise<void> {
  unwrap(await judgeProducersAfter(tx, asker, legs))
}

/** Whether a draft leaves enough stake and voters online. */
export async function judgeProducersAfter(
  tx: DbOrTransaction,
  asker: Asker,
  legs: readonly Leg[],
): Promise<Result<'enough', ShortRefusal>> {
  return judgeChanges(tx, asker, await changesOf(tx, legs))
}

async function judgeChanges(
  tx: DbOrTransaction,
  asker: Asker,
  changes: readonly ProducerChange[],
): Promise<Result<'enough', ShortRefusal>> {
  if (changes.length === 0) return ok('enough')
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('producers', 0))`)
  const judged = judgeProducerChanges(await askMembers(asker), changes, await signedBefore(tx))
  if (judged.ok) return judged
  const { code, ...facts } = judged.refusal
  return refuse({ code, facts })
}

/** What all have signed and no block has yet. */
async function signedBefore(tx: DbOrTransaction): Promise<readonly ProducerChange[]> {
  const { acts, submissions } = schema
  const underWay = and(eq(acts.status, 'submitted'), inArray(submissions.state, ['queued', 'submitted']))
  const rows = await tx
    .select({ transactions: acts.transactions, named: acts.named })
    .from(acts)
    .innerJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(and(inArray(acts.kind, [...KINDS]), underWay))
  return changesOf(tx, rows.flatMap(legsOf))
}
