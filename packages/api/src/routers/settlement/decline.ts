import { moveBatch, schema } from '@vc/db'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { lockBatch } from './find-batch.ts'
import { stepRefusal } from './take.ts'

/** Ends a batch before its bundle is signed; an open act of it is withdrawn. Nothing is paid. */
export const declineRoute = allowed('settlement.approve', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ batchId: idInput }))
  .mutation(({ ctx, input: { batchId } }) =>
    ctx.db.transaction(async (tx) => {
      const { acts } = schema
      const batch = await lockBatch(tx, ctx.user, batchId)
      if (batch.step === 'declined') return { batchId }
      if (batch.actId !== null) {
        const [act] = await tx.select().from(acts).where(eq(acts.id, batch.actId)).for('update')
        if (act?.submissionId) throw stepRefusal('approved', 'declined')
        const open = and(eq(acts.id, batch.actId), eq(acts.status, 'open'))
        await tx.update(acts).set({ status: 'withdrawn', updatedAt: sql`now()` }).where(open)
      }
      if (!(await moveBatch(tx, batchId, batch.step, 'declined'))) throw stepRefusal(batch.step, 'declined')
      await auditIn(tx, ctx, { subject: batchId })
      return { batchId }
    }),
  )
