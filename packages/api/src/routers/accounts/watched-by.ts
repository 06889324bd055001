import { schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { type SQL, sql } from 'drizzle-orm'
import type { SessionUser } from '../../context.ts'

const { creditApplications } = schema

/**
 * Accounts that a person may watch: the own ones, those that asked the own authority for credit or got it from there, and
 * all for the admission and the regulator, who answer for the register (V-010).
 */
export function watchedBy({ role, personId, organisationId }: SessionUser): SQL | undefined {
  if (role === 'admission' || role === 'regulator') return undefined
  if (role === 'authority')
    return sql`exists (select 1 from ${creditApplications} a
      where a.account_id = encode(${sealedSeeds.accountId}, 'hex')
        and (a.authority_id = ${organisationId} or a.step = 'applied'))`
  return sql`(${sealedSeeds.personId} = ${personId} and ${sealedSeeds.organisationId} = ${organisationId})`
}
