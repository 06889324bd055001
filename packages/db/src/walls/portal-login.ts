import { randomBytes } from 'node:crypto'
import postgres from 'postgres'

/** What a portal may act as; without one of them it may do nothing. */
const ROLES = 'vc_api, vc_door, vc_regulator, vc_across'
const LOGIN = 'vc_portal'

/**
 * Gives the address by which a portal reaches a database whose walls stand: a login of its own, with a fresh password unless one
 * is told, which can act in the roles of requests and in none besides, so that no statement brings the portal back to the tables'
 * owner.
 */
export async function portalLogin(
  url: string,
  password: string = randomBytes(24).toString('hex'),
): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [known] = await sql`select from pg_roles where rolname = ${LOGIN}`
    if (known === undefined) await sql.unsafe(`create role ${LOGIN} login noinherit`)
    const [quoted] = await sql`select quote_literal(${password}) as password`
    await sql.unsafe(
      `alter role ${LOGIN} login noinherit nosuperuser nobypassrls password ${quoted?.password}`,
    )
    await sql.unsafe(`grant ${ROLES} to ${LOGIN}`)
  } finally {
    await sql.end({ timeout: 5 })
  }
  const address = new URL(url)
  address.username = LOGIN
  address.password = password
  return address.href
}
