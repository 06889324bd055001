import { invitations, organisations } from '@vc/db/identity'
import { and, eq, gt, isNull, lte } from 'drizzle-orm'
import type { ApiDeps, DbOrTransaction } from '../context.ts'
import { base64url, sha256 } from '../crypto-words.ts'
import type { Role } from '../permissions.ts'
import { activeOrganisation, ofOrganisation } from './active-organisation.ts'

export type Invite = {
  readonly organisationId: string
  readonly role: Role
  readonly isAdmin: boolean
  /** A known person who comes in again; undefined for a new one. */
  readonly personId?: string
  /** Undefined for the first admin of an organisation, whom the operator invites. */
  readonly invitedBy?: string
  readonly validFrom: Date
  readonly expiresAt: Date
}

/** Writes an invitation and gives its token (256 bits, base64url); only the token's hash is kept. */
export async function invite(
  tx: DbOrTransaction,
  deps: Pick<ApiDeps, 'random'>,
  terms: Invite,
): Promise<string> {
  const token = base64url(deps.random(32))
  await tx.insert(invitations).values({ ...terms, tokenHash: sha256(token) })
  return token
}

/** Finds an invitation that can be used now; used, revoked, expired, early and unknown ones are the same: undefined. */
export async function findInvitation(db: DbOrTransaction, tokenHash: Uint8Array, nowMs: number) {
  const now = new Date(nowMs)
  const [row] = await db
    .select({
      id: invitations.id,
      ...ofOrganisation,
      role: invitations.role,
      isAdmin: invitations.isAdmin,
      personId: invitations.personId,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .innerJoin(organisations, activeOrganisation(invitations.organisationId))
    .where(
      and(
        eq(invitations.tokenHash, tokenHash),
        isNull(invitations.usedAt),
        isNull(invitations.revokedAt),
        lte(invitations.validFrom, now),
        gt(invitations.expiresAt, now),
      ),
    )
  return row
}

/** Uses an invitation up; false when somebody was quicker. */
export async function useInvitation(tx: DbOrTransaction, id: string, now: Date): Promise<boolean> {
  const used = await tx
    .update(invitations)
    .set({ usedAt: now })
    .where(and(eq(invitations.id, id), isNull(invitations.usedAt), isNull(invitations.revokedAt)))
    .returning({ id: invitations.id })
  return used.length === 1
}
