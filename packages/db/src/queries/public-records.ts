import { facetsOf } from '@vc/admission'
import { desc, eq, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { debtorEntities, legalPersons, publicRecords } from '../schema/standing.ts'

/**
 * The register's number for the legal person behind a debt key: the newest word of those who may say it. Of a person, whose number is
 * that of an identity document, nothing is joined.
 */
export async function registrationOf(db: DbOrTransaction, keyHash: string): Promise<string | undefined> {
  const [said] = await db
    .select({ registration: legalPersons.registration, at: legalPersons.createdAt })
    .from(legalPersons)
    .where(eq(legalPersons.keyHash, keyHash))
    .orderBy(desc(legalPersons.createdAt), desc(legalPersons.id))
    .limit(1)
  const { registration, kind, createdAt, id } = debtorEntities
  const [named] = await db
    .select({ registration, kind, at: createdAt })
    .from(debtorEntities)
    .where(eq(debtorEntities.keyHash, keyHash))
    .orderBy(desc(createdAt), desc(id))
    .limit(1)
  const entity = named?.kind === 'organisation' ? named : undefined
  const newest = said && entity && entity.at > said.at ? entity : (said ?? entity)
  return newest?.registration.toUpperCase()
}

/** What outside registers say of the legal person behind a debt key, in six facets; no number when nobody has said which it is. */
export async function outsideFacets(db: DbOrTransaction, keyHash: string) {
  const registration = await registrationOf(db, keyHash)
  const { facet, source, standing, day, reference, statement, createdAt } = publicRecords
  const said =
    registration === undefined
      ? []
      : await db
          .select({
            registration: publicRecords.registration,
            ...{ facet, source, standing, day, reference, statement, createdAt },
          })
          .from(publicRecords)
          .where(eq(publicRecords.registration, registration))
          .orderBy(publicRecords.id)
  return { registration: registration ?? null, facets: facetsOf(said) }
}

/** The newest lines that were brought, with the files they came in. */
export function publicRecordsSaid(db: DbOrTransaction, count: number) {
  const { registration, facet, source, standing, day, reference, statement, fileName, line, createdAt } =
    publicRecords
  return db
    .select({ registration, facet, source, standing, day, reference, statement, fileName, line, createdAt })
    .from(publicRecords)
    .orderBy(desc(publicRecords.id))
    .limit(count)
}

/** Of these registrations, those of legal persons whom somebody has joined with a debt key. */
export async function knownRegistrations(
  db: DbOrTransaction,
  registrations: readonly string[],
): Promise<ReadonlySet<string>> {
  if (registrations.length === 0) return new Set()
  const rows = await db.execute<{ registration: string }>(sql`
    select registration from legal_persons where registration in ${[...registrations]}
    union select upper(registration) from debtor_entities
    where kind = 'organisation' and upper(registration) in ${[...registrations]}`)
  return new Set(rows.map(({ registration }) => registration))
}
