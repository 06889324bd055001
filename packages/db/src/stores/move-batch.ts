import { type BatchStep, decideStep } from '@vc/settlement'
import { and, eq, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { settlementBatches } from '../schema/settlement.ts'

type Change = Partial<typeof settlementBatches.$inferInsert>

/**
 * Moves a batch from one step to the next one with whatever changes with it. Gives false when it does not stand on
 * `from` any more: somebody else has moved it, and nothing is changed.
 */
export async function moveBatch(
  tx: DbOrTransaction,
  id: string,
  from: BatchStep,
  to: BatchStep,
  change: Change = {},
): Promise<boolean> {
  if (!decideStep(from, to).ok) return false
  const rows = await tx
    .update(settlementBatches)
    .set({ ...change, step: to, reason: null, updatedAt: sql`now()` })
    .where(and(eq(settlementBatches.id, id), eq(settlementBatches.step, from)))
    .returning({ id: settlementBatches.id })
  return rows.length === 1
}
