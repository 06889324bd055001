import { memberships, organisations, passkeys, people, sessions } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import type { ApiDeps, DbOrTransaction, SessionCookie, SessionUser } from '../context.ts'
import { base64url, sha256 } from '../crypto-words.ts'
import { activeOrganisation, ofOrganisation } from '../people/active-organisation.ts'
import { isRole, type Role } from '../permissions.ts'

const MINUTE_MS = 60_000
export const ABSOLUTE_MS = 8 * 60 * MINUTE_MS
export const IDLE_MS = 60 * MINUTE_MS
export const IDLE_PRIVILEGED_MS = 15 * MINUTE_MS
const SEEN_STEP_MS = 5_000

/** Everyone but a plain holder: what they sign binds others (reliability.md 6.2). */
export const isPrivileged = (member: { readonly role: Role; readonly isAdmin: boolean }): boolean =>
  member.isAdmin || member.role !== 'holder'

/** SHA256 of the cookie, as tables keep it. */
export const hashOfSid = (sid: string): Uint8Array => sha256(sid)

/** A fresh cookie secret: 32 random bytes. */
export const newSid = (random: ApiDeps['random']): string => base64url(random(32))

/**
 * Gives who the cookie stands for, or undefined when the session has ended: logged out, idle too long, older than
 * eight hours, or its key, person, membership or organisation no longer active. Every request asks anew, so a
 * revocation takes effect at once.
 */
export async function findUser(deps: ApiDeps, sid: string | undefined): Promise<SessionUser | undefined> {
  if (sid === undefined) return undefined
  const idHash = hashOfSid(sid)
  const [row] = await sessionRows(deps.db, idHash)
  if (!row || !isRole(row.role)) return undefined
  const now = deps.clock.nowMs()
  const { createdAt, lastSeenAt, ...facts } = row
  const user: SessionUser = { ...facts, role: row.role, sessionHash: idHash }
  const idle = isPrivileged(user) ? IDLE_PRIVILEGED_MS : IDLE_MS
  if (now - lastSeenAt.getTime() >= idle || now - createdAt.getTime() >= ABSOLUTE_MS) {
    await deps.db.delete(sessions).where(eq(sessions.idHash, idHash))
    return undefined
  }
  if (now - lastSeenAt.getTime() >= SEEN_STEP_MS) {
    await deps.db
      .update(sessions)
      .set({ lastSeenAt: new Date(now) })
      .where(eq(sessions.idHash, idHash))
  }
  return user
}

function sessionRows(db: DbOrTransaction, idHash: Uint8Array) {
  return db
    .select({
      personId: people.id,
      personName: people.name,
      membershipId: memberships.id,
      ...ofOrganisation,
      role: memberships.role,
      isAdmin: memberships.isAdmin,
      passkeyId: passkeys.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(people, and(eq(people.id, sessions.personId), eq(people.status, 'active')))
    .innerJoin(memberships, and(eq(memberships.id, sessions.membershipId), eq(memberships.status, 'active')))
    .innerJoin(organisations, activeOrganisation(memberships.organisationId))
    .innerJoin(passkeys, and(eq(passkeys.id, sessions.passkeyId), isNull(passkeys.revokedAt)))
    .where(eq(sessions.idHash, idHash))
}

export type NewSession = {
  readonly personId: string
  readonly membershipId: string
  readonly passkeyId: string
}

/** Opens a session under a fresh cookie, which ends the one that the browser had: no fixation. Write the cookie after the commit. */
export async function openSession(
  tx: DbOrTransaction,
  deps: Pick<ApiDeps, 'clock' | 'random'>,
  cookie: SessionCookie,
  session: NewSession,
): Promise<string> {
  await endSession(tx, cookie)
  const sid = newSid(deps.random)
  const now = new Date(deps.clock.nowMs())
  await tx.insert(sessions).values({ ...session, idHash: hashOfSid(sid), createdAt: now, lastSeenAt: now })
  return sid
}

/** Gives the running session a fresh cookie; its age stays. */
export async function rotateSession(
  tx: DbOrTransaction,
  deps: Pick<ApiDeps, 'random'>,
  user: SessionUser,
  change: Partial<Pick<typeof sessions.$inferInsert, 'membershipId' | 'stepUpFor' | 'stepUpUntil'>>,
): Promise<string | undefined> {
  const sid = newSid(deps.random)
  const rows = await tx
    .update(sessions)
    .set({ stepUpFor: null, stepUpUntil: null, ...change, idHash: hashOfSid(sid) })
    .where(eq(sessions.idHash, user.sessionHash))
    .returning({ personId: sessions.personId })
  return rows.length === 1 ? sid : undefined
}

/** Ends the session of this browser. */
export async function endSession(tx: DbOrTransaction, cookie: SessionCookie): Promise<void> {
  const sid = cookie.read()
  if (sid !== undefined) await tx.delete(sessions).where(eq(sessions.idHash, hashOfSid(sid)))
}
