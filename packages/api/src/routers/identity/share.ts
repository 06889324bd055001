import { schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { keepSealed, ownSubject, sealedKeysInput } from './subject.ts'

const { identityKeys } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const

/** Lets an office read: the key of the files comes sealed for its people. Refuses `not-found`, `reader-unknown`. */
export const shareRoute = allowed('identity.keep', decides)
  .input(z.strictObject({ organisationId: idInput, keys: sealedKeysInput }))
  .mutation(({ ctx, input: { organisationId, keys } }) =>
    ctx.db.transaction(async (tx) => {
      const subject = await ownSubject(tx, ctx)
      if (!subject) throw refusalToError({ code: 'not-found' })
      await keepSealed(tx, ctx, { subjectId: subject.id, organisationId, keys })
      await auditIn(tx, ctx, { subject: organisationId })
      return { organisationId }
    }),
  )

/** Lets an office read no longer what it has not opened: its people's seals of the key are destroyed. */
export const unshareRoute = allowed('identity.keep', decides)
  .input(z.strictObject({ organisationId: idInput }))
  .mutation(({ ctx, input: { organisationId } }) =>
    ctx.db.transaction(async (tx) => {
      const subject = await ownSubject(tx, ctx)
      if (!subject || organisationId === ctx.user.organisationId) throw refusalToError({ code: 'not-found' })
      const of = and(eq(identityKeys.subjectId, subject.id), eq(identityKeys.organisationId, organisationId))
      await tx.delete(identityKeys).where(of)
      await auditIn(tx, ctx, { subject: organisationId })
      return { organisationId }
    }),
  )
