import { facetsOf } from '@vc/admission'
import { desc, eq, inArray, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { debtorEntities, legalPersons, publicRecords } from '../schema/standing.ts'

/** The register's number for the legal person behind a debt key: the newest word of those who may say it. */
export async function registrationOf(db: DbOrTransaction, keyHash: string): Promise<string | undefined> {
  const of = (table: typeof legalPersons | typeof debtorEntities) =>
    db
      .select({ registration: table.registration, at: table.createdAt })
      .from(table)
      .where(eq(table.keyHash, keyHash))
      .orderBy(desc(table.createdAt))
      .limit(1)
  const said = [...(await of(legalPersons)), ...(await of(debtorEntities))]
  const newest = said.sort((a, b) => b.at.getTime() - a.at.getTime())[0]
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

/** Legal persons by the registration that files name, as far as a debt key of the ledger stands behind one. */
export async function knownRegistrations(
  db: DbOrTransaction,
  registrations: readonly string[],
): Promise<ReadonlySet<string>> {
  if (registrations.length === 0) return new Set()
  const upper = (table: typeof legalPersons | typeof debtorEntities) =>
    sql<string>`upper(${table.registration})`
  const found = await Promise.all(
    [legalPersons, debtorEntities].map((table) =>
      db
        .select({ registration: upper(table) })
        .from(table)
        .where(inArray(upper(table), [...registrations])),
    ),
  )
  return new Set(found.flat().map(({ registration }) => registration))
}
