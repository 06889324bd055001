import { organisations } from '@vc/db/identity'
import { and, eq, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/** What whoever belongs to an organisation is told of it. */
export const ofOrganisation = {
  organisationId: organisations.id,
  organisationName: organisations.name,
  organisationNameZh: organisations.nameZh,
}

/** Joins the organisation that a column names, while it is active: what belongs to a suspended one counts for nothing. */
export const activeOrganisation = (named: PgColumn): SQL | undefined =>
  and(eq(organisations.id, named), eq(organisations.status, 'active'))
