import { schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { withdrawUnder } from './withdraw-under.ts'

const { creditModels } = schema
export type StoredModel = typeof creditModels.$inferSelect

/** A model of the own authority, locked. Refuses `not-found`. */
export async function lockOwnModel(
  tx: DbOrTransaction,
  { user }: MemberContext,
  modelId: string,
): Promise<StoredModel> {
  const own = and(eq(creditModels.id, modelId), eq(creditModels.organisationId, user.organisationId))
  const [model] = await tx.select().from(creditModels).where(own).for('update')
  if (!model) throw refusalToError({ code: 'not-found' })
  return model
}

/** Ends a model for the portal: nothing more is approved by it, and what its debtors have not signed is taken back. */
export async function endNow(tx: DbOrTransaction, ctx: MemberContext, model: StoredModel): Promise<void> {
  if (model.endedAt !== null) return
  const endedAt = new Date(ctx.clock.nowMs())
  await tx
    .update(creditModels)
    .set({ endedAt, endedBy: ctx.user.personId })
    .where(eq(creditModels.id, model.id))
  await withdrawUnder(tx, model, endedAt)
}
