import type { Sql } from 'postgres'

/**
 * The roles of the database that our processes act in; none of them may log in, owns a table, is superuser or passes by a
 * policy (docs/adr/0054). `vc_api`: a request of a member. `vc_door`: sign-in, before anybody is known. `vc_regulator`: a
 * regulator's question. `vc_across`: one look beyond the own organisation, written where it is needed. `vc_worker`: what runs
 * without a person.
 */
export const DATABASE_ROLES = ['vc_api', 'vc_door', 'vc_regulator', 'vc_across', 'vc_worker'] as const
export type DatabaseRole = (typeof DATABASE_ROLES)[number]

/** How long a statement, a wait for a lock and an idle transaction of a role may last (reliability.md 6.3). */
const REQUEST = {
  statement_timeout: 10_000,
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: 15_000,
}
/**
 * A table of the session's own comes last, so that it hides none of ours. Plans are made for what is asked, as they are for a
 * statement that is not kept.
 */
const ALWAYS = { search_path: 'public, pg_temp', plan_cache_mode: 'force_custom_plan' }

/** Settings of a connection that acts in a role from its first statement on. A projection or a rebuild may last. */
export function settingsOf(role: DatabaseRole): Record<string, string | number> {
  return { role, ...ALWAYS, ...(role === 'vc_worker' ? {} : REQUEST) }
}

/** A role has to be taken on: nothing of it is there before, so that walls stand before the tables' owner too. */
const LAID_ON = 'inherit false, set true'

/** Thrown when the user of the address can neither make the roles nor act in them. */
export class RolesMissingError extends Error {}

/**
 * Makes the roles that are not there, and lets the user of this connection act in them. Whoever may not make roles must have
 * been given them before: it throws and says how, since without them nothing stands between one organisation and another.
 */
export async function makeRoles(sql: Sql): Promise<void> {
  const there = await sql`select rolname as name from pg_roles where rolname = any(${[...DATABASE_ROLES]})`
  const known = new Set(there.map(({ name }) => name))
  try {
    for (const role of DATABASE_ROLES) {
      if (!known.has(role)) await makeRole(sql, role)
      const [may] = await sql`select pg_has_role(current_user, ${role}, 'SET') as may`
      if (!may?.may) await sql.unsafe(`grant ${role} to current_user with ${LAID_ON}`)
    }
  } catch (error) {
    if (!isForbidden(error)) throw error
    throw new RolesMissingError(howTo(await userOf(sql)), { cause: error })
  }
  await refuseStrongRoles(sql)
}

/** Another process may have been quicker: roles belong to the whole server. */
async function makeRole(sql: Sql, role: DatabaseRole): Promise<void> {
  await sql.unsafe(`do $$ begin create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    exception when duplicate_object or unique_violation then null; end $$`)
}

/** A role that somebody has made superuser, or let by the policies, would be no wall. */
async function refuseStrongRoles(sql: Sql): Promise<void> {
  const strong = await sql`select rolname as name from pg_roles
    where rolname = any(${[...DATABASE_ROLES]}) and (rolsuper or rolbypassrls)`
  if (strong.length > 0)
    throw new RolesMissingError(`roles pass by every policy: ${strong.map(({ name }) => name).join(', ')}`)
}

const isForbidden = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42501'

const userOf = async (sql: Sql): Promise<string> =>
  String((await sql`select current_user as name`)[0]?.name ?? '')

const howTo = (user: string): string =>
  `the database user "${user}" may neither make the roles ${DATABASE_ROLES.join(', ')} nor act in them. As an ` +
  `administrator: ${DATABASE_ROLES.map((role) => `create role ${role}; grant ${role} to "${user}" with ${LAID_ON};`).join(' ')}`
