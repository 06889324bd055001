import { organisations } from '@vc/db/identity'
import { must } from '@vc/kernel'
import type { ApiDeps, DbOrTransaction } from '../context.ts'
import type { Role } from '../permissions.ts'
import { invite } from './invitation.ts'

export type Founding = {
  readonly name: string
  readonly nameZh: string
  /** Roles that its members may have; the first one is the first admin's. */
  readonly roles: readonly [Role, ...Role[]]
}

const INVITATION_MS = 7 * 24 * 3_600_000

/**
 * Adds an organisation and invites its first admin: how a network starts, and how the admission members add one.
 * Gives the token for the link `/enrol?token=…`; a name that is taken throws the database's error.
 */
export async function foundOrganisation(
  tx: DbOrTransaction,
  deps: Pick<ApiDeps, 'random' | 'clock'>,
  founding: Founding,
): Promise<{ readonly organisationId: string; readonly token: string }> {
  const { name, nameZh, roles } = founding
  const rows = await tx
    .insert(organisations)
    .values({ name, nameZh, roles: [...roles] })
    .returning()
  const organisationId = must(rows[0], 'an inserted row comes back').id
  const now = deps.clock.nowMs()
  const token = await invite(tx, deps, {
    organisationId,
    role: roles[0],
    isAdmin: true,
    validFrom: new Date(now),
    expiresAt: new Date(now + INVITATION_MS),
  })
  return { organisationId, token }
}
