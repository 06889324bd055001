import { type DbOrTransaction, schema } from '@vc/db'
import { and, eq, inArray, ne, or } from 'drizzle-orm'
import type { WorksFile } from './read-works-file.ts'

const { rights, rightBatches } = schema
const CHUNK = 5000

/** Moves works that the issuer has registered already, by accession or fingerprint, to the bad rows. */
export async function judgeWorks(db: DbOrTransaction, issuerId: string, file: WorksFile): Promise<WorksFile> {
  const known = await registered(db, issuerId, file)
  if (known.size === 0) return file
  const codeOf = ({ right, fingerprint }: WorksFile['works'][number]) =>
    known.get(`a ${right.accession}`) ?? known.get(`f ${fingerprint}`)
  const again = file.works.flatMap((work) => {
    const code = codeOf(work)
    const facts = { reference: work.right.accession, code: code ?? '' }
    return code === undefined ? [] : [{ line: work.line, code: 'already-registered', facts }]
  })
  const bad = [...file.bad, ...again].sort((a, b) => a.line - b.line)
  return { ...file, works: file.works.filter((work) => codeOf(work) === undefined), bad }
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
