import { type CreditApplicationRow, creditApplicationsOf, schema } from '@vc/db'
import { eq, sql } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/** One authority's approvals go one after the other: else two at once could both fit under the ceiling. */
export async function lockAuthority(tx: DbOrTransaction, organisationId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`credit ${organisationId}`}, 0))`)
}

/** The application with its stage now, its row locked until the transaction ends. */
export async function lockApplication(
  tx: DbOrTransaction,
  ctx: Pick<MemberContext, 'clock'>,
  id: string,
): Promise<CreditApplicationRow> {
  const { creditApplications } = schema
  await tx
    .select({ id: creditApplications.id })
    .from(creditApplications)
    .where(eq(creditApplications.id, id))
    .for('update')
  const [found] = await creditApplicationsOf(tx, new Date(ctx.clock.nowMs()), { id })
  if (!found) throw refusalToError({ code: 'not-found' })
  return found
}
