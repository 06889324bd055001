import { invitations, organisations } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { idInput, lineInput } from '../../input.ts'
import { foundOrganisation } from '../../people/found-organisation.ts'
import { invite } from '../../people/invitation.ts'
import { roles } from '../../permissions.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const HOUR_MS = 3_600_000
const role = z.enum(roles)

/** Invites a new person; the token is shown once. The organisation must have the role. */
export const inviteRoute = allowed('organisation.invite', {
  stepUp: 'key',
  idempotency: 'none',
  audit: 'decision',
})
  .input(z.strictObject({ role, isAdmin: z.boolean(), hours: z.int().min(1).max(168) }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId: invitedBy } = ctx.user
      const [own] = await tx.select().from(organisations).where(eq(organisations.id, organisationId))
      if (!own?.roles.includes(input.role)) throw refusalToError({ code: 'role-not-of-organisation' })
      const validFrom = new Date(ctx.clock.nowMs())
      const expiresAt = new Date(validFrom.getTime() + input.hours * HOUR_MS)
      const terms = {
        organisationId,
        invitedBy,
        role: input.role,
        isAdmin: input.isAdmin,
        validFrom,
        expiresAt,
      }
      const token = await invite(tx, ctx, terms)
      await auditIn(tx, ctx, { subject: `${input.role}${input.isAdmin ? ' admin' : ''}` })
      return { token, expiresAt }
    }),
  )

/** Takes an open invitation back. */
export const revokeInvitationRoute = allowed('organisation.invite', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ invitationId: idInput }))
  .mutation(({ ctx, input: { invitationId } }) =>
    ctx.db.transaction(async (tx) => {
      const own = eq(invitations.organisationId, ctx.user.organisationId)
      const rows = await tx
        .update(invitations)
        .set({ revokedAt: new Date(ctx.clock.nowMs()) })
        .where(and(eq(invitations.id, invitationId), own, isNull(invitations.usedAt)))
        .returning({ id: invitations.id })
      if (rows.length === 0) throw refusalToError({ code: 'not-found' })
      await auditIn(tx, ctx, { subject: invitationId })
      return {}
    }),
  )

/** The admission members add an organisation; gives the token for its first admin. */
export const addOrganisationRoute = allowed('organisation.add', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ name: lineInput(100), nameZh: lineInput(100), roles: z.tuple([role], role) }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const same = eq(organisations.name, input.name)
      const [taken] = await tx.select({ id: organisations.id }).from(organisations).where(same)
      if (taken) throw refusalToError({ code: 'name-taken' })
      const founded = await foundOrganisation(tx, ctx, input)
      await auditIn(tx, ctx, { subject: founded.organisationId })
      return founded
    }),
  )
