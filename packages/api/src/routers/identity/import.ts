import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { identityKinds } from '@vc/nfr'
import { count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { commandKeyInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { keepSealed, sealedKeysInput, subjectAtHand } from './subject.ts'

const { identityFiles, identityKeys } = schema
/** Of sealed bytes: a document of five megabytes with what its name takes. */
const MOST_BYTES = 5_100_000
const MOST_FILES = 50

/**
 * Keeps a document that the browser has sealed, and with the first one the key of all of them, sealed for the person's own
 * sign-in keys. The same command again is the same document. Refuses `file-too-large`, `files-too-many`, `reader-unknown`,
 * `document-not-for-this-key` for whom the key that is in use was not sealed.
 */
export const importRoute = allowed('identity.keep', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      commandKey: commandKeyInput,
      kind: z.enum(identityKinds),
      /** The sealed bytes in base64. */
      content: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/),
      keys: sealedKeysInput,
    }),
  )
  .mutation(({ ctx, input: { commandKey: id, kind, content, keys } }) =>
    ctx.db.transaction(async (tx) => {
      const ciphertext = new Uint8Array(Buffer.from(content, 'base64'))
      const { length: size } = ciphertext
      if (size > MOST_BYTES) throw refusalToError({ code: 'file-too-large', facts: { megabytes: 5 } })
      const { id: subjectId } = await subjectAtHand(tx, ctx)
      const own = eq(identityFiles.subjectId, subjectId)
      const [known] = await tx.select({ files: count() }).from(identityFiles).where(own)
      if (must(known, 'a count').files >= MOST_FILES)
        throw refusalToError({ code: 'files-too-many', facts: { most: MOST_FILES } })
      const { organisationId, personId: createdBy } = ctx.user
      const before = await ownSealed(tx, subjectId)
      await keepSealed(tx, ctx, { subjectId, organisationId, keys })
      // Two who begin at once would seal with two keys: the second one is told.
      if (before.length > 0 && !keys.every(({ credentialId }) => before.includes(credentialId)))
        throw refusalToError({ code: 'document-not-for-this-key' })
      const createdAt = new Date(ctx.clock.nowMs())
      await tx
        .insert(identityFiles)
        .values({ id, subjectId, kind, size, ciphertext, createdBy, createdAt })
        .onConflictDoNothing()
      await auditIn(tx, ctx, { subject: id })
      return { fileId: id }
    }),
  )

async function ownSealed(tx: DbOrTransaction, subjectId: string): Promise<readonly string[]> {
  const rows = await tx
    .select({ credentialId: identityKeys.credentialId })
    .from(identityKeys)
    .where(eq(identityKeys.subjectId, subjectId))
  return rows.map(({ credentialId }) => credentialId)
}
