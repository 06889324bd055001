import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { works, workReviews, workPoints } = schema

/**
 * Says something of a work of another organisation, once; the creator's points for it are booked with it, once (requirements
 * they can not be handed on). Refuses `not-found`, `own-work`, `reviewed-already`.
 */
export const reviewRoute = allowed('work.review', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ workId: idInput, stars: z.int().min(1).max(5), words: lineInput(500) }))
  .mutation(({ ctx, input: { workId, stars, words } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      const [work] = await tx.select().from(works).where(eq(works.id, workId))
      if (!work) throw refusalToError({ code: 'not-found' })
      if (work.organisationId === organisationId) throw refusalToError({ code: 'own-work' })
      const about = { workId, organisationId, createdAt: new Date(ctx.clock.nowMs()) }
      const written = await tx
        .insert(workReviews)
        .values({ ...about, createdBy: personId, stars, words })
        .onConflictDoNothing()
        .returning({ id: workReviews.id })
      if (written.length === 0) throw refusalToError({ code: 'reviewed-already' })
      const points = work.reviewPoints
      if (points > 0)
        await tx
          .insert(workPoints)
          .values({ ...about, event: `review ${workId} ${personId}`, personId, points })
      await auditIn(tx, ctx, { subject: workId })
      return { points }
    }),
  )
