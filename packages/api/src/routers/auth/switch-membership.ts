import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { idInput } from '../../input.ts'
import { membershipsOf } from '../../people/memberships-of.ts'
import { sessionProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { rotateSession } from '../../sessions/session.ts'

/** Acts from now on in another of the person's memberships, under a fresh cookie. */
export const switchMembershipRoute = sessionProcedure({
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ membershipId: idInput }))
  .mutation(async ({ ctx, input: { membershipId } }) => {
    const mine = await membershipsOf(ctx.db, ctx.user.personId)
    if (!mine.some(({ id }) => id === membershipId)) throw refusalToError({ code: 'not-found' })
    const sid = await ctx.db.transaction(async (tx) => {
      await auditIn(tx, ctx, { subject: membershipId })
      return rotateSession(tx, ctx, ctx.user, { membershipId })
    })
    if (sid === undefined) throw refusalToError({ code: 'not-signed-in' })
    ctx.cookie.write(sid)
    return { membershipId }
  })
