import { schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { endVote } from './collective-credit.ts'
import { withdrawKept } from './kept-debt.ts'
import { lockApplication } from './lock.ts'

const habits = { stepUp: 'none', idempotency: 'same-result', audit: 'decision' } as const

/** The authority says no, with its reason. A draft that is open is taken back. */
export const declineRoute = allowed('credit.review', habits)
  .input(z.strictObject({ applicationId: idInput, reason: lineInput(500) }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { application } = await lockApplication(tx, ctx, input.applicationId)
      if (application.organisationId === ctx.user.organisationId)
        throw refusalToError({ code: 'own-application' })
      const foreign = application.authorityId !== null && application.authorityId !== ctx.user.organisationId
      if (foreign) throw refusalToError({ code: 'not-found' })
      return close(tx, ctx, input.applicationId, { step: 'declined', reason: input.reason })
    }),
  )

/** The applicant takes the application back, as long as nothing went to the ledger. */
export const withdrawRoute = allowed('credit.apply', habits)
  .input(z.strictObject({ applicationId: idInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { application } = await lockApplication(tx, ctx, input.applicationId)
      if (application.organisationId !== ctx.user.organisationId) throw refusalToError({ code: 'not-found' })
      return close(tx, ctx, input.applicationId, { step: 'withdrawn' })
    }),
  )

async function close(
  tx: DbOrTransaction,
  ctx: MemberContext,
  id: string,
  change: { readonly step: 'declined' | 'withdrawn'; readonly reason?: string },
): Promise<Record<string, never>> {
  const { act, stage, application } = await lockApplication(tx, ctx, id)
  if (stage === change.step) return {}
  const isLate = ['submitted', 'in-block', 'final', 'declined', 'withdrawn'].includes(stage)
  if (isLate) throw refusalToError({ code: 'application-step', facts: { step: stage, wanted: change.step } })
  const updatedAt = new Date(ctx.clock.nowMs())
  if (act) {
    const taken = await tx
      .update(schema.acts)
      .set({ status: 'withdrawn', updatedAt })
      .where(and(eq(schema.acts.id, act.id), eq(schema.acts.status, 'open')))
      .returning({ id: schema.acts.id })
    // The last signature came in between: it is on its way to the ledger.
    if (taken.length === 0 && act.status === 'open') throw refusalToError({ code: 'act-closed' })
  }
  await endVote(tx, ctx, application)
  await withdrawKept(tx, ctx, application)
  await tx
    .update(schema.creditApplications)
    .set({ ...change, updatedAt })
    .where(eq(schema.creditApplications.id, id))
  await auditIn(tx, ctx, { subject: id })
  return {}
}
