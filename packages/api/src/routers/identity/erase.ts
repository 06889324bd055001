import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { ownSubject } from './subject.ts'

const { identityFiles, identityKeys, identitySubjects } = schema

/**
 * Destroys every seal of the key of the own documents, and with it what they say, wherever their bytes still lie. When they
 * came and who opened them stays told. Refuses `not-found` when there are none.
 */
export const eraseRoute = allowed('identity.keep', {
  stepUp: 'key',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({}))
  .mutation(({ ctx }) =>
    ctx.db.transaction(async (tx) => {
      const subject = await ownSubject(tx, ctx)
      if (!subject) throw refusalToError({ code: 'not-found' })
      const { id } = subject
      await tx.delete(identityKeys).where(eq(identityKeys.subjectId, id))
      await tx
        .update(identityFiles)
        .set({ ciphertext: new Uint8Array() })
        .where(eq(identityFiles.subjectId, id))
      const erasedAt = new Date(ctx.clock.nowMs())
      await tx.update(identitySubjects).set({ erasedAt }).where(eq(identitySubjects.id, id))
      await auditIn(tx, ctx, { subject: id })
      return { erasedAt }
    }),
  )
