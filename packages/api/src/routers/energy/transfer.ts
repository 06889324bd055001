import { splitRange } from '@vc/certificates'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { amountInput, idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { certificateRanges } = schema

/**
 * Hands the first `count` certificates of a range to another organisation. The range's row stays; what is given and
 * what is kept are new rows that name it. A range that was split before is refused, so asking twice gives once.
 */
export const transferRoute = allowed('certificate.transfer', {
  stepUp: 'none',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ rangeId: idInput, count: amountInput, to: idInput }))
  .mutation(({ ctx, input: { rangeId, count, to } }) =>
    ctx.db.transaction(async (tx) => {
      const holderId = ctx.user.organisationId
      if (to === holderId) throw refusalToError({ code: 'transfer-to-oneself' })
      const own = and(eq(certificateRanges.id, rangeId), eq(certificateRanges.holderId, holderId))
      const [range] = await tx.select().from(certificateRanges).where(own).for('update')
      if (!range) throw refusalToError({ code: 'not-found' })
      const children = await tx
        .select({ id: certificateRanges.id })
        .from(certificateRanges)
        .where(eq(certificateRanges.parentId, rangeId))
        .limit(1)
      if (children.length > 0) throw refusalToError({ code: 'range-moved-on' })
      const receiver = and(eq(organisations.id, to), eq(organisations.status, 'active'))
      const [receiving] = await tx.select({ id: organisations.id }).from(organisations).where(receiver)
      if (!receiving) throw refusalToError({ code: 'organisation-unknown' })
      const split = splitRange(range, count)
      if (!split.ok) throw refusalToError(fileRefusal(split.refusal))
      const { number: _, id: __, ...base } = range
      const now = { createdAt: new Date(ctx.clock.nowMs()), createdBy: ctx.user.personId, parentId: rangeId }
      const { given, kept } = split.value
      const give = {
        ...base,
        ...now,
        first: given.first,
        last: given.last,
        holderId: to,
        part: 'given' as const,
      }
      const keep = kept && { ...base, ...now, first: kept.first, last: kept.last, part: 'kept' as const }
      await tx.insert(certificateRanges).values([give, ...(keep ? [keep] : [])])
      await auditIn(tx, ctx, { subject: rangeId })
      return { first: given.first, last: given.last }
    }),
  )
