import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, desc, eq, ne } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'
import { ownSubject } from './subject.ts'

const { identityFiles, identityKeys, identityOpenings, readingKeys } = schema
const MOST = 200

/**
 * The documents of the own organisation, without their contents: what they are, for whom the key is sealed, and who opened which
 * and why; null before the first one and after they were erased.
 */
export const mineRoute = allowed('identity.keep', reads).query(async ({ ctx }) => {
  const subject = await ownSubject(ctx.db, ctx)
  if (!subject) return null
  const { id, kind, size, createdAt, subjectId } = identityFiles
  return {
    subjectId: subject.id,
    files: await ctx.db
      .select({ id, kind, size, createdAt })
      .from(identityFiles)
      .where(eq(subjectId, subject.id))
      .orderBy(desc(createdAt)),
    keys: await ownSealed(ctx.db, subject.id, ctx.user.personId),
    readers: await officesOf(ctx.db, subject.id, ctx.user.organisationId),
    openings: await openingsOf(ctx.db, subject.id),
  }
})

/** The key of the files, sealed for the person's own sign-in keys. */
export async function ownSealed(db: DbOrTransaction, subjectId: string, personId: string) {
  const rows = await db
    .select({ credentialId: identityKeys.credentialId, sealed: identityKeys.sealed })
    .from(identityKeys)
    .innerJoin(readingKeys, eq(readingKeys.credentialId, identityKeys.credentialId))
    .where(and(eq(identityKeys.subjectId, subjectId), eq(readingKeys.personId, personId)))
  return rows.map(({ credentialId, sealed }) => ({ credentialId, sealed: toHex(sealed) }))
}

function officesOf(db: DbOrTransaction, subjectId: string, own: string) {
  return db
    .selectDistinct({
      organisationId: organisations.id,
      name: organisations.name,
      nameZh: organisations.nameZh,
    })
    .from(identityKeys)
    .innerJoin(organisations, eq(organisations.id, identityKeys.organisationId))
    .where(and(eq(identityKeys.subjectId, subjectId), ne(identityKeys.organisationId, own)))
    .orderBy(organisations.name)
}

function openingsOf(db: DbOrTransaction, subjectId: string) {
  const { id, reason, openedAt, fileId } = identityOpenings
  return db
    .select({
      ...{ id, reason, openedAt, kind: identityFiles.kind },
      ...{ name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(identityOpenings)
    .innerJoin(identityFiles, eq(identityFiles.id, fileId))
    .innerJoin(organisations, eq(organisations.id, identityOpenings.organisationId))
    .where(eq(identityFiles.subjectId, subjectId))
    .orderBy(desc(openedAt))
    .limit(MOST)
}
