import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { countsOf } from '../../acts/list-acts.ts'
import type { DbOrTransaction } from '../../context.ts'

const { acts, collectives, unions } = schema
type Union = typeof unions.$inferSelect
type Collective = Pick<typeof collectives.$inferSelect, 'step' | 'finality'>

/**
 * Where a union's founding stands: its bundle being drafted, waiting for the council, on its way, in a block, final; or over:
 * refused by the network, or not signed in time.
 */
export type UnionStage = 'preparing' | 'council' | 'sent' | 'in-block' | 'final' | 'refused' | 'expired'

/** Whether nothing more comes of it unless it is begun anew. */
export const isOver = (stage: UnionStage): boolean => stage === 'refused' || stage === 'expired'

/** The stage of a founding, and how many of the council's signatures it has; computed of act and block. */
export async function standingOf(
  db: DbOrTransaction,
  nowMs: number,
  { actId, reason }: Pick<Union, 'actId' | 'reason'>,
  { step, finality }: Collective,
): Promise<{ readonly stage: UnionStage; readonly given: number | null; readonly need: number | null }> {
  const [act] = actId === null ? [] : await db.select().from(acts).where(eq(acts.id, actId))
  const { given = null, need = null } = act ? countsOf(act) : {}
  const at = (stage: UnionStage) => ({ stage, given, need })
  if (step === 'registered') return at(finality ?? 'in-block')
  if (reason !== null || act?.status === 'refused') return at('refused')
  if (!act) return at('preparing')
  if (act.status === 'withdrawn' || act.status === 'expired') return at('expired')
  if (act.status !== 'open') return at('sent')
  return at(act.expiresAt.getTime() <= nowMs ? 'expired' : 'council')
}
