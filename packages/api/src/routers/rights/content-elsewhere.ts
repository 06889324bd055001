import { type DbOrTransaction, schema } from '@vc/db'
import { and, eq, inArray, ne } from 'drizzle-orm'

const { rights, rightBatches } = schema
const CHUNK = 5000

/**
 * Contents (SHA256 in hex) that are certified, or as `steps` says, for another issuer, with the code of that right: the same content gets
 * no second right (product.md, non-fungible rights). A description alone is no content: two issuers may describe alike.
 */
export async function contentElsewhere(
  db: DbOrTransaction,
  issuerId: string,
  contents: readonly string[],
  steps: readonly ('prepared' | 'certified')[] = ['certified'],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const wanted = contents.filter((hash) => hash !== '')
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const rows = await db
      .select({ contentHash: rights.contentHash, code: rights.code })
      .from(rights)
      .innerJoin(rightBatches, eq(rightBatches.id, rights.batchId))
      .where(
        and(
          inArray(rights.fingerprint, wanted.slice(at, at + CHUNK)),
          ne(rights.contentHash, ''),
          ne(rights.issuerId, issuerId),
          inArray(rightBatches.step, [...steps]),
        ),
      )
    for (const { contentHash, code } of rows) found.set(contentHash, code)
  }
  return found
}
