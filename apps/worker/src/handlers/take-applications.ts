import { schema } from '@vc/db'
import { takeApplications } from '@vc/jobs'
import { failpoint } from '@vc/kernel'
import { and, eq, sql } from 'drizzle-orm'
import { domainHandler } from '../run-promised.ts'

const { creditApplications, creditImports, creditImportParts } = schema

/**
 * Writes the applications of one part of a file, and takes the part away in the same transaction: a second run finds
 * nothing to do. The lines were judged when the file was taken, so none is refused here.
 */
export const takeApplicationsHandler = domainHandler(takeApplications, async ({ importId, part }, tx) => {
  const [of] = await tx.select().from(creditImports).where(eq(creditImports.id, importId)).for('update')
  const taken = await tx
    .delete(creditImportParts)
    .where(and(eq(creditImportParts.importId, importId), eq(creditImportParts.part, part)))
    .returning({ rows: creditImportParts.rows })
  const rows = taken.flatMap((one) => one.rows)
  if (!of || rows.length === 0) return
  const { organisationId, personId, createdAt } = of
  const shared = { importId, organisationId, personId, createdAt, updatedAt: createdAt }
  await tx
    .insert(creditApplications)
    .values(rows.map(({ amount, ...row }) => ({ ...shared, ...row, amount: BigInt(amount) })))
  await failpoint('applications-part-written')
  await tx
    .update(creditImports)
    .set({ done: sql`${creditImports.done} + ${rows.length}`, updatedAt: sql`now()` })
    .where(eq(creditImports.id, importId))
})
