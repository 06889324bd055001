import { memberships, people } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { sha256 } from '../../crypto-words.ts'
import { findInvitation, useInvitation } from '../../people/invitation.ts'
import { openProcedure, sessionProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { invitationOutput } from './output.ts'

/** What stands at the end of a link. A mangled one is like any other that opens nothing. */
export const tokenInput = z.string().max(200)

/** What an invitation offers. A mutation, so that the token stands in no address and no log. */
export const readInvitationRoute = openProcedure({
  stepUp: 'none',
  idempotency: 'read',
  audit: 'none',
  rate: 'sign-in',
})
  .input(z.strictObject({ token: tokenInput }))
  .output(invitationOutput)
  .mutation(async ({ ctx, input }) => {
    const found = await findInvitation(ctx.db, sha256(input.token), ctx.clock.nowMs())
    if (!found) throw refusalToError({ code: 'invitation-unknown' })
    const { organisationName, organisationNameZh, role, isAdmin, expiresAt } = found
    return {
      organisationName,
      organisationNameZh,
      role,
      isAdmin,
      expiresAt,
      readmits: found.personId !== null,
    }
  })

/** A person who is signed in joins another organisation. */
export const acceptInvitationRoute = sessionProcedure({
  stepUp: 'key',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'sign-in',
})
  .input(z.strictObject({ token: tokenInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const now = ctx.clock.nowMs()
      const found = await findInvitation(tx, sha256(input.token), now)
      if (!found || found.personId !== null || !(await useInvitation(tx, found.id, new Date(now)))) {
        throw refusalToError({ code: 'invitation-unknown' })
      }
      const { organisationId, role, isAdmin } = found
      const membershipId = await joinOrganisation(tx, {
        personId: ctx.user.personId,
        organisationId,
        role,
        isAdmin,
      })
      await auditIn(tx, ctx, { subject: organisationId })
      return { membershipId }
    }),
  )

type Joining = {
  readonly personId: string
  readonly organisationId: string
  readonly role: string
  readonly isAdmin: boolean
}

/** Gives the person the membership, again when it had ended. */
export async function joinOrganisation(
  tx: Parameters<typeof useInvitation>[0],
  joining: Joining,
): Promise<string> {
  const { personId, organisationId, role, isAdmin } = joining
  await tx
    .insert(memberships)
    .values(joining)
    .onConflictDoUpdate({
      target: [memberships.personId, memberships.organisationId, memberships.role],
      set: { status: 'active', isAdmin },
    })
  await tx.update(people).set({ status: 'active' }).where(eq(people.id, personId))
  const [row] = await tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        eq(memberships.organisationId, organisationId),
        eq(memberships.role, role),
      ),
    )
  if (!row) throw refusalToError({ code: 'not-found' })
  return row.id
}
