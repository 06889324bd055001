import { type DbOrTransaction, schema } from '@vc/db'
import { and, eq, inArray, ne, or } from 'drizzle-orm'
import { contentElsewhere } from './content-elsewhere.ts'
import type { WorksFile } from './read-works-file.ts'

const { rights, rightBatches } = schema
const CHUNK = 5000

/**
 * Moves to the bad rows what the issuer has registered already, by accession or fingerprint, and what is certified for
 * another issuer, by content.
 */
export async function judgeWorks(db: DbOrTransaction, issuerId: string, file: WorksFile): Promise<WorksFile> {
  const own = await registered(db, issuerId, file)
  const contents = file.works.map(({ right }) => right.contentHash)
  const elsewhere = await contentElsewhere(db, issuerId, contents)
  const again = file.works.flatMap(({ line, right, fingerprint }) => {
    const reference = right.accession
    const code = own.get(`a ${reference}`) ?? own.get(`f ${fingerprint}`)
    if (code !== undefined) return [{ line, code: 'already-registered', facts: { reference, code } }]
    const other = elsewhere.get(right.contentHash)
    return other === undefined ? [] : [{ line, code: 'content-certified', facts: { reference, code: other } }]
  })
  const isBad = new Set(again.map(({ line }) => line))
  const bad = [...file.bad, ...again].sort((a, b) => a.line - b.line)
  return { ...file, works: file.works.filter(({ line }) => !isBad.has(line)), bad }
}

async function registered(db: DbOrTransaction, issuerId: string, { works }: WorksFile) {
  const known = new Map<string, string>()
  for (let at = 0; at < works.length; at += CHUNK) {
    const part = works.slice(at, at + CHUNK)
    const rows = await db
      .select({ accession: rights.accession, fingerprint: rights.fingerprint, code: rights.code })
      .from(rights)
      .where(
        and(
          eq(rights.issuerId, issuerId),
          eq(rights.declined, false),
          or(
            inArray(
              rights.accession,
              part.map(({ right }) => right.accession),
            ),
            inArray(
              rights.fingerprint,
              part.map(({ fingerprint }) => fingerprint),
            ),
          ),
        ),
      )
    for (const { accession, fingerprint, code } of rows) {
      known.set(`a ${accession}`, code)
      known.set(`f ${fingerprint}`, code)
    }
  }
  return known
}

/** The batch that this very file has become before, unless it was declined. */
export async function findBatchOfFile(db: DbOrTransaction, issuerId: string, digest: string) {
  const [row] = await db
    .select()
    .from(rightBatches)
    .where(
      and(
        eq(rightBatches.issuerId, issuerId),
        eq(rightBatches.digest, digest),
        ne(rightBatches.step, 'declined'),
      ),
    )
  return row
}
