import { memberships, organisations } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'
import { isRole, type Role } from '../permissions.ts'
import { activeOrganisation, ofOrganisation } from './active-organisation.ts'

export type Membership = {
  readonly id: string
  readonly organisationId: string
  readonly organisationName: string
  readonly organisationNameZh: string
  readonly role: Role
  readonly isAdmin: boolean
}

/** A person's active memberships in active organisations, the oldest first. */
export async function membershipsOf(db: DbOrTransaction, personId: string): Promise<Membership[]> {
  const rows = await db
    .select({
      id: memberships.id,
      ...ofOrganisation,
      role: memberships.role,
      isAdmin: memberships.isAdmin,
    })
    .from(memberships)
    .innerJoin(organisations, activeOrganisation(memberships.organisationId))
    .where(and(eq(memberships.personId, personId), eq(memberships.status, 'active')))
    .orderBy(memberships.createdAt, memberships.id)
  return rows.flatMap(({ role, ...rest }) => (isRole(role) ? [{ ...rest, role }] : []))
}
