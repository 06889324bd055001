import { type SettlementBatch, schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/** A batch that this member may see: of the own centre, or any for the regulator. Others' are `not-found`. */
export async function findBatch(
  db: DbOrTransaction,
  user: SessionUser,
  batchId: string,
): Promise<SettlementBatch> {
  const { settlementBatches } = schema
  const mine = eq(settlementBatches.organisationId, user.organisationId)
  const asked = eq(settlementBatches.id, batchId)
  const [batch] = await db
    .select()
    .from(settlementBatches)
    .where(user.role === 'regulator' ? asked : and(asked, mine))
  if (batch === undefined) throw refusalToError({ code: 'not-found' })
  return batch
}

/** The same of the own centre, locked until the transaction ends. */
export async function lockBatch(
  tx: DbOrTransaction,
  user: SessionUser,
  batchId: string,
): Promise<SettlementBatch> {
  const { settlementBatches } = schema
  const mine = and(
    eq(settlementBatches.organisationId, user.organisationId),
    eq(settlementBatches.id, batchId),
  )
  const [batch] = await tx.select().from(settlementBatches).where(mine).for('update')
  if (batch === undefined) throw refusalToError({ code: 'not-found' })
  return batch
}
