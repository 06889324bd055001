import type { CreditStanding, CreditWindow } from '@vc/client'
import { schema } from '@vc/db'
import { eq, inArray, sql } from 'drizzle-orm'
import type { MemberContext } from '../context.ts'
import { releasedBy, windowsOfWaiting } from './credit-window.ts'
import type { StoredAct } from './stored-act.ts'

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
/** `next`: where only the day's speed keeps it out, the first block of the node that has room for it, and when that is. */
export type Waiting = { readonly why: Wait; readonly next: CreditWindow['next'] }
type Asker = Pick<MemberContext, 'db' | 'client'>

/** Why each of the acts that are on their way waits, by the act's id. Credit that waits for a window is
 * told the one that those before it leave free. */
export async function waitsOf(
  { db, client }: Asker,
  shown: readonly StoredAct[],
): Promise<ReadonlyMap<string, Waiting>> {
  const sent = shown.flatMap((act) => (act.status === 'submitted' && act.submissionId ? [act] : []))
  if (sent.length === 0) return new Map()
  const states = await statesOf({ db }, sent)
  const isIn = sent.some((act) => states.get(act.id)?.state === 'submitted' && releasedBy(act) > 0n)
  const windows = isIn ? await windowsOfWaiting({ db, client }) : new Map()
  return new Map(
    sent.flatMap((act) => {
      const state = states.get(act.id)
      return state ? [[act.id, waitOf(state, windows.get(act.id))] as const] : []
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
 * Why an act waits: by `state` and `lastError` of its submission, and by what the node says of its new credit; null while the node
 * does not answer, undefined of an act that gives none.
 */
export function waitOf({ state, lastError }: State, window: CreditWindow | null | undefined): Waiting {
  const because = (why: Wait): Waiting => ({ why, next: null })
  if (state === 'queued') return because(lastError?.includes('credit-over-room') ? 'room' : 'queued')
  if (state !== 'submitted') return because('in-block')
  if (window === null) return because('node-silent')
  if (window === undefined || window.fits || window.bound === null) return because('next-block')
  return { why: window.bound, next: window.next }
}
