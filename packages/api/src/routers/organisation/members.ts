import { isSoftwareKey } from '@vc/db'
import { invitations, memberships, organisations, passkeys, people, readmissions } from '@vc/db/identity'
import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'
import { isRole, type Role } from '../../permissions.ts'
import { allowed, reads } from '../../procedures.ts'

/** People of the active organisation and the roles that it has; admins also see keys, open invitations and readmissions. */
export const membersRoute = allowed('organisation.read', reads).query(async ({ ctx }) => {
  const { organisationId, isAdmin } = ctx.user
  const members = await membersOf(ctx.db, organisationId)
  const roles = await rolesOf(ctx.db, organisationId)
  if (!isAdmin) return { members, roles, keys: [], invitations: [], readmissions: [] }
  const keys = await keysOfMembers(ctx.db, [...new Set(members.map(({ personId }) => personId))])
  const open = await openInvitations(ctx.db, organisationId, new Date(ctx.clock.nowMs()))
  const lost = await openReadmissions(ctx.db, organisationId)
  return { members, roles, keys, invitations: open, readmissions: lost }
})

async function rolesOf(db: DbOrTransaction, organisationId: string): Promise<Role[]> {
  const [own] = await db
    .select({ roles: organisations.roles })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return own?.roles.filter(isRole) ?? []
}

const membersOf = (db: DbOrTransaction, organisationId: string) =>
  db
    .select({
      membershipId: memberships.id,
      personId: people.id,
      name: people.name,
      role: memberships.role,
      isAdmin: memberships.isAdmin,
      status: memberships.status,
    })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(eq(memberships.organisationId, organisationId))
    .orderBy(people.name, memberships.id)

const keysOfMembers = (db: DbOrTransaction, ids: string[]) =>
  ids.length === 0
    ? []
    : db
        .select({
          id: passkeys.id,
          personId: passkeys.personId,
          kind: passkeys.kind,
          label: passkeys.label,
          isSoftware: isSoftwareKey,
          createdAt: passkeys.createdAt,
          lastUsedAt: passkeys.lastUsedAt,
          revokedAt: passkeys.revokedAt,
        })
        .from(passkeys)
        .where(inArray(passkeys.personId, ids))
        .orderBy(passkeys.createdAt)

const openInvitations = (db: DbOrTransaction, organisationId: string, now: Date) =>
  db
    .select({
      id: invitations.id,
      role: invitations.role,
      isAdmin: invitations.isAdmin,
      personId: invitations.personId,
      validFrom: invitations.validFrom,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.organisationId, organisationId),
        isNull(invitations.usedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, now),
      ),
    )

const openReadmissions = (db: DbOrTransaction, organisationId: string) =>
  db
    .select({
      id: readmissions.id,
      personId: readmissions.personId,
      proposedBy: readmissions.proposedBy,
      proposedAt: readmissions.proposedAt,
    })
    .from(readmissions)
    .where(and(eq(readmissions.organisationId, organisationId), isNull(readmissions.approvedAt)))
