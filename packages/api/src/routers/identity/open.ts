import { schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { identityFiles, identityKeys, identityOpenings } = schema

/**
 * Gives the sealed bytes of a document, base64url, to an office that its owner let read, and writes down who opened it and why before they
 * leave. Refuses `not-found` for a document of which the office has no seal of the key.
 */
export const openRoute = allowed('identity.read', {
  stepUp: 'none',
  idempotency: 'none',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ fileId: idInput, reason: lineInput(300) }))
  .mutation(({ ctx, input: { fileId, reason } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      const [file] = await tx
        .select({ ciphertext: identityFiles.ciphertext })
        .from(identityFiles)
        .innerJoin(identityKeys, eq(identityKeys.subjectId, identityFiles.subjectId))
        .where(and(eq(identityFiles.id, fileId), eq(identityKeys.organisationId, organisationId)))
        .limit(1)
      if (!file) throw refusalToError({ code: 'not-found' })
      const openedAt = new Date(ctx.clock.nowMs())
      await tx.insert(identityOpenings).values({ fileId, personId, organisationId, reason, openedAt })
      await auditIn(tx, ctx, { subject: fileId })
      return { content: Buffer.from(file.ciphertext).toString('base64url') }
    }),
  )
