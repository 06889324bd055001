import { fromHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { readingPeople } from './keys.ts'

const { identityKeys, identitySubjects, readingKeys } = schema
/** Sealed for a key: a fresh X25519 key (32), iv (12), the key of the files (32) and its tag (16). */
const SEALED_BYTES = 92
const MOST_KEYS = 50

/** The key of the files, sealed for readers. */
export const sealedKeysInput = z
  .array(z.strictObject({ credentialId: z.string().min(1).max(1364), sealed: hexInput(SEALED_BYTES) }))
  .min(1)
  .max(MOST_KEYS)
export type SealedKeys = z.infer<typeof sealedKeysInput>

/** What the own organisation is known by, unless it was erased. */
export async function ownSubject(db: DbOrTransaction, { user }: MemberContext) {
  const { organisationId, erasedAt } = identitySubjects
  const [row] = await db
    .select()
    .from(identitySubjects)
    .where(and(eq(organisationId, user.organisationId), isNull(erasedAt)))
  return row
}

/** The same, begun with the first document; one at a time for an organisation. */
export async function subjectAtHand(tx: DbOrTransaction, ctx: MemberContext) {
  const { organisationId } = ctx.user
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`identity ${organisationId}`}, 0))`)
  const known = await ownSubject(tx, ctx)
  if (known) return known
  const createdAt = new Date(ctx.clock.nowMs())
  const [made] = await tx.insert(identitySubjects).values({ organisationId, createdAt }).returning()
  return must(made, 'an inserted row comes back')
}

/**
 * Keeps the key of the files sealed for an office (the own organisation, or one that may be let read). Refuses `reader-unknown`
 * for a key that is nobody's there. What is kept already stays.
 */
export async function keepSealed(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { subjectId, organisationId, keys }: { subjectId: string; organisationId: string; keys: SealedKeys },
): Promise<void> {
  const isOwn = organisationId === ctx.user.organisationId
  const fit = new Set(isOwn ? await ownKeys(tx, ctx) : (await readingPeople(tx, organisationId)).map(named))
  if (keys.some((key) => !fit.has(key.credentialId))) throw refusalToError({ code: 'reader-unknown' })
  const createdAt = new Date(ctx.clock.nowMs())
  const rows = keys.map(({ credentialId, sealed }) => ({
    ...{ subjectId, organisationId, credentialId, sealed: fromHex(sealed), createdAt },
  }))
  await tx.insert(identityKeys).values(rows).onConflictDoNothing()
}

const named = ({ credentialId }: { readonly credentialId: string }) => credentialId

async function ownKeys(tx: DbOrTransaction, { user }: MemberContext): Promise<readonly string[]> {
  const rows = await tx
    .select({ credentialId: readingKeys.credentialId })
    .from(readingKeys)
    .where(eq(readingKeys.personId, user.personId))
  return rows.map(named)
}
