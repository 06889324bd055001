import { schema } from '@vc/db'
import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { rightBatches } = schema
export type Batch = typeof rightBatches.$inferSelect

/** Which batches a person sees: issuers their own, appraisers what others brought, centres what is appraised, the rest what is certified. */
export function visibleTo(user: SessionUser): SQL {
  const { organisationId } = user
  const certified = eq(rightBatches.step, 'certified')
  const seen = {
    issuer: eq(rightBatches.issuerId, organisationId),
    appraiser: ne(rightBatches.issuerId, organisationId),
    'certification-centre': and(
      ne(rightBatches.issuerId, organisationId),
      inArray(rightBatches.step, ['appraised', 'prepared', 'approved', 'certified', 'declined']),
    ),
    regulator: sql`true`,
  } as const
  const own = user.role in seen ? seen[user.role as keyof typeof seen] : undefined
  return or(own, certified) ?? certified
}

/** The batch, locked until the transaction ends; one that the person does not see is not found. */
export async function lockBatch(tx: DbOrTransaction, user: SessionUser, id: string): Promise<Batch> {
  const [batch] = await tx
    .select()
    .from(rightBatches)
    .where(and(eq(rightBatches.id, id), visibleTo(user)))
    .for('update')
  if (!batch) throw refusalToError({ code: 'not-found' })
  return batch
}
