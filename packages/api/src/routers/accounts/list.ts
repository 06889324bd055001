import { toHex } from '@vc/crypto'
import { across, schema } from '@vc/db'
import { organisations, sealedSeeds } from '@vc/db/identity'
import { desc, eq, max, sql } from 'drizzle-orm'
import { allowed, reads } from '../../procedures.ts'
import { watchedBy } from './watched-by.ts'

const { admissions } = schema
const MOST = 500

/** The accounts that the person may watch, the newest first, with whose each is and how far its admission is. */
export const listRoute = allowed('account.read', reads).query(async ({ ctx }) => {
  const { accountId, debtKeyHash, organisationId } = sealedSeeds
  const since = max(sealedSeeds.createdAt)
  const rows = await across(ctx.db, async (all) =>
    all
      .select({
        ...{ accountId, debtKeyHash, since, state: admissions.state },
        ...{ name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(sealedSeeds)
      .innerJoin(organisations, eq(organisations.id, organisationId))
      .leftJoin(admissions, eq(admissions.subject, sql`'account:' || encode(${accountId}, 'hex')`))
      .where(watchedBy(ctx.user))
      .groupBy(accountId, debtKeyHash, organisations.id, admissions.subject)
      .orderBy(desc(since))
      .limit(MOST),
  )
  return rows.map((row) => ({
    ...{ accountId: toHex(row.accountId), debtKeyHash: toHex(row.debtKeyHash), since: row.since },
    ...{ name: row.name, nameZh: row.nameZh, state: row.state },
  }))
})
