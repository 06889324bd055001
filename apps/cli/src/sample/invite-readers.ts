import { type ApiDeps, invite, isRole, type Role } from '@vc/api'
import type { Db } from '@vc/db'
import { invitations, organisations } from '@vc/db/identity'
import { and, asc, eq, isNull } from 'drizzle-orm'

const WEEK_MS = 7 * 24 * 3_600_000
export type ReaderInvitation = { readonly name: string; readonly role: Role; readonly token: string }

/**
 * One invitation for each organisation of a sample, by which whoever reads this enrols as its further member. Those of
 * an earlier call that nobody used are taken back, so that no forgotten link stays open.
 */
export function inviteReaders(
  db: Db,
  deps: Pick<ApiDeps, 'clock' | 'random'>,
  run: number,
): Promise<readonly ReaderInvitation[]> {
  return db.transaction(async (tx) => {
    const own = await tx
      .select()
      .from(organisations)
      .where(and(eq(organisations.sampleRun, run), eq(organisations.status, 'active')))
      .orderBy(asc(organisations.createdAt), asc(organisations.name))
    const validFrom = new Date(deps.clock.nowMs())
    const times = { validFrom, expiresAt: new Date(validFrom.getTime() + WEEK_MS) }
    const made: ReaderInvitation[] = []
    for (const { id: organisationId, name, roles } of own) {
      const role = roles.find(isRole)
      if (!role) continue
      const unused = and(
        eq(invitations.organisationId, organisationId),
        isNull(invitations.usedAt),
        isNull(invitations.revokedAt),
        isNull(invitations.invitedBy),
      )
      await tx.update(invitations).set({ revokedAt: validFrom }).where(unused)
      const token = await invite(tx, deps, { organisationId, role, isAdmin: true, ...times })
      made.push({ name, role, token })
    }
    return made
  })
}
