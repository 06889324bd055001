import { schema } from '@vc/db'
import { and, eq, inArray, or } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'

const { acts, creditJudgements } = schema

/** Takes back, of a model that has ended, the act that sets it and the grants that it approved, as long as they are not all signed. */
export async function withdrawUnder(
  tx: DbOrTransaction,
  model: { readonly id: string; readonly actId: string | null },
  updatedAt: Date,
): Promise<void> {
  const approved = tx
    .select({ id: creditJudgements.actId })
    .from(creditJudgements)
    .where(eq(creditJudgements.modelId, model.id))
  const own = model.actId === null ? undefined : eq(acts.id, model.actId)
  await tx
    .update(acts)
    .set({ status: 'withdrawn', updatedAt })
    .where(and(eq(acts.status, 'open'), or(inArray(acts.id, approved), own)))
}
