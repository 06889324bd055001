import { type CreditStanding, NodeCallError } from '@vc/client'
import { schema } from '@vc/db'
import { sumsOf } from '@vc/ledger'
import { eq, inArray, sql } from 'drizzle-orm'
import type { MemberContext } from '../context.ts'
import { legsOf, type StoredAct } from './stored-act.ts'

/**
 * Why an act that all have signed is not final: its promise to be handed in waits, the node has no room for its credit or
 * does not answer, a bound of the node's policy for its own blocks (consensus.md 18) or a halt keeps its credit out, it
 * waits for a block, or its block is not final yet.
 */
export type Wait =
  | 'queued'
  | 'room'
  | 'node-silent'
  | NonNullable<CreditStanding['bound']>
  | 'next-block'
  | 'in-block'
type Asker = Pick<MemberContext, 'db' | 'client'>

/** Why each of the acts that are on their way waits, by the act's id. The node is asked once, and only for new credit. */
export async function waitsOf(
  { db, client }: Asker,
  shown: readonly StoredAct[],
): Promise<ReadonlyMap<string, Wait>> {
  const sent = shown.flatMap((act) => (act.status === 'submitted' && act.submissionId ? [act] : []))
  if (sent.length === 0) return new Map()
  const states = await statesOf({ db }, sent)
  const gives = (act: StoredAct) => states.get(act.id)?.state === 'submitted' && releasedBy(act) > 0n
  const standing = sent.some(gives) ? await standingOf({ client }) : undefined
  return new Map(
    sent.flatMap((act) => {
      const state = states.get(act.id)
      return state ? [[act.id, waitOf(releasedBy(act), state, standing)] as const] : []
    }),
  )
}

type State = { readonly state: string; readonly lastError: string | null }

/** How far the act's submission is, and what the worker last heard when it handed it in. */
async function statesOf({ db }: Pick<Asker, 'db'>, sent: readonly StoredAct[]) {
  const { acts, outbox, submissions } = schema
  const ids = sent.map(({ id }) => id)
  const rows = await db
    .select({ id: acts.id, state: submissions.state, lastError: outbox.lastError })
    .from(acts)
    .innerJoin(submissions, eq(submissions.id, acts.submissionId))
    .leftJoin(outbox, eq(outbox.key, promiseOf))
    .where(inArray(acts.id, ids))
  return new Map<string, State>(rows.map(({ id, ...state }) => [id, state]))
}
const promiseOf = sql<string>`'submit-' || ${schema.submissions.id}`

/**
 * Why credit of this amount waits: `state` and `lastError` of its submission, and what the node allows its own blocks; null
 * while the node does not answer, undefined when nobody asked it.
 */
export function waitOf(
  released: bigint,
  { state, lastError }: State,
  standing: Pick<CreditStanding, 'most' | 'bound'> | null | undefined,
): Wait {
  if (state === 'queued') return lastError?.includes('credit-over-room') ? 'room' : 'queued'
  if (state !== 'submitted') return 'in-block'
  if (standing === null) return 'node-silent'
  const most = standing?.most ?? null
  const isHeld = most !== null && released > most
  return (isHeld ? standing?.bound : undefined) ?? 'next-block'
}

/** What the policy bounds: credit and debt that come anew into the lower layers, in smallest units (ledger.md 4). */
const releasedBy = (act: StoredAct): bigint =>
  legsOf(act).reduce((sum, { transaction: tx, named }) => sum + sumsOf({ tx, named }).released, 0n)

/** Null while the node does not answer. */
async function standingOf({ client }: Pick<Asker, 'client'>): Promise<CreditStanding | null> {
  try {
    return await client.creditStanding()
  } catch (error) {
    if (error instanceof NodeCallError) return null
    throw error
  }
}
