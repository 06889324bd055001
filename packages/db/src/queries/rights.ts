import type { Right } from '@vc/nfr'
import { asc, eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { rights } from '../schema/rights.ts'

/** The rights of a batch in the order of their leaves. */
export async function rightsOfBatch(db: DbOrTransaction, batchId: string): Promise<Right[]> {
  const rows = await db.select().from(rights).where(eq(rights.batchId, batchId)).orderBy(asc(rights.position))
  return rows.map(rightOf)
}

/** The right in a row, as its leaf is made of it. */
export const rightOf = (row: typeof rights.$inferSelect): Right => ({
  accession: row.accession,
  title: row.title,
  creators: row.creators,
  dated: row.dated,
  medium: row.medium,
  source: row.source,
  legalOwner: row.legalOwner,
  uses: row.uses as Right['uses'],
  evidence: row.evidence,
  contentHash: row.contentHash,
  likeness: row.likeness,
})
