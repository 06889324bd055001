import { memberships, passkeys, sessions } from '@vc/db/identity'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'

/** Revokes a key and ends its sessions; false when it was revoked before. */
export async function revokeKey(tx: DbOrTransaction, passkeyId: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(passkeys)
    .set({ revokedAt: now })
    .where(and(eq(passkeys.id, passkeyId), isNull(passkeys.revokedAt)))
    .returning({ id: passkeys.id })
  await tx.delete(sessions).where(eq(sessions.passkeyId, passkeyId))
  return rows.length === 1
}

/** Revokes all keys of a person, act keys too, and ends all sessions. */
export async function revokeAllKeys(tx: DbOrTransaction, personId: string, now: Date): Promise<void> {
  await tx
    .update(passkeys)
    .set({ revokedAt: now })
    .where(and(eq(passkeys.personId, personId), isNull(passkeys.revokedAt)))
  await tx.delete(sessions).where(eq(sessions.personId, personId))
}

/** Ends a person's memberships of one organisation, and the sessions opened under them. */
export async function revokeMemberships(
  tx: DbOrTransaction,
  of: { readonly personId: string; readonly organisationId: string },
): Promise<void> {
  const ended = await tx
    .update(memberships)
    .set({ status: 'revoked' })
    .where(and(eq(memberships.personId, of.personId), eq(memberships.organisationId, of.organisationId)))
    .returning({ id: memberships.id })
  const ids = ended.map(({ id }) => id)
  if (ids.length > 0) await tx.delete(sessions).where(inArray(sessions.membershipId, ids))
}

/** Ends every membership of a person: who comes in by one organisation's admins must not act for another. */
export async function revokeAllMemberships(tx: DbOrTransaction, personId: string): Promise<void> {
  await tx
    .update(memberships)
    .set({ status: 'revoked', isAdmin: false })
    .where(eq(memberships.personId, personId))
}
