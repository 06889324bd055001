import { schema } from '@vc/db'
import { and, desc, eq } from 'drizzle-orm'
import { allowed, reads } from '../../procedures.ts'

/** The organisation's repayments and how far each is on its way to final. */
export const repaymentsRoute = allowed('credit.repay', reads).query(async ({ ctx }) => {
  const { acts, submissions } = schema
  const rows = await ctx.db
    .select({ act: acts, submission: submissions })
    .from(acts)
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(and(eq(acts.kind, 'credit.repay'), eq(acts.createdBy, ctx.user.organisationId)))
    .orderBy(desc(acts.createdAt))
    .limit(100)
  const now = ctx.clock.nowMs()
  return rows.map(({ act, submission }) => ({
    actId: act.id,
    amount: BigInt(String(act.context.amount ?? '0')),
    lots: Number(act.context.lots ?? 0),
    state:
      submission?.state ?? (act.status === 'open' && act.expiresAt.getTime() <= now ? 'expired' : act.status),
    height: submission?.height ?? null,
    refusal: submission?.refusal ?? null,
    createdAt: act.createdAt,
  }))
})
