import { memberships, passkeys } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { revokeKey, revokeMemberships } from '../../people/revoke.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/** An admin revokes a key of a member; its sessions end at once. */
export const revokeKeyRoute = allowed('organisation.revoke-key', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ keyId: idInput }))
  .mutation(({ ctx, input: { keyId } }) =>
    ctx.db.transaction(async (tx) => {
      const [key] = await tx
        .select({ personId: passkeys.personId })
        .from(passkeys)
        .where(eq(passkeys.id, keyId))
      if (!key || !(await isMember(tx, key.personId, ctx.user.organisationId))) {
        throw refusalToError({ code: 'not-found' })
      }
      await revokeKey(tx, keyId, new Date(ctx.clock.nowMs()))
      await auditIn(tx, ctx, { subject: keyId })
      return {}
    }),
  )

/** An admin ends a person's memberships of the organisation; never those of its last admin. */
export const revokePersonRoute = allowed('organisation.revoke-person', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ personId: idInput }))
  .mutation(({ ctx, input: { personId } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId } = ctx.user
      if (!(await isMember(tx, personId, organisationId))) throw refusalToError({ code: 'not-found' })
      const others = await otherAdmins(tx, organisationId, personId)
      if (others.length === 0) throw refusalToError({ code: 'last-admin' })
      await revokeMemberships(tx, { personId, organisationId })
      await auditIn(tx, ctx, { subject: personId })
      return {}
    }),
  )

/** Whether a person has an active membership of the organisation. */
export async function isMember(
  tx: DbOrTransaction,
  personId: string,
  organisationId: string,
): Promise<boolean> {
  const rows = await tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        eq(memberships.organisationId, organisationId),
        eq(memberships.status, 'active'),
      ),
    )
    .limit(1)
  return rows.length === 1
}

/** Locks the admins' rows, so that two admins can not revoke each other at once. */
async function otherAdmins(tx: DbOrTransaction, organisationId: string, personId: string) {
  const admin = and(eq(memberships.isAdmin, true), eq(memberships.status, 'active'))
  const rows = await tx
    .select({ personId: memberships.personId })
    .from(memberships)
    .where(and(eq(memberships.organisationId, organisationId), admin))
    .for('update')
  return rows.filter((row) => row.personId !== personId)
}
