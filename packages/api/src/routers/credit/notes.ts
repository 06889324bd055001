import { schema } from '@vc/db'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { commandKeyInput, hexInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { caseOf } from './case-of.ts'

/** Somebody of the creditor adds an entry to the case file of a debt. Entries are never changed nor taken out. */
export const noteRoute = allowed('credit.restructure', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      commandKey: commandKeyInput,
      txid: hexInput(32),
      text: z.string().trim().min(1).max(4000),
    }),
  )
  .mutation(({ ctx, input: { commandKey, txid, text } }) =>
    ctx.db.transaction(async (tx) => {
      const { story, isOfCreditor } = await caseOf(tx, ctx, txid)
      if (!isOfCreditor) throw refusalToError({ code: 'not-found' })
      const { personId, organisationId } = ctx.user
      const createdAt = new Date(ctx.clock.nowMs())
      const row = { root: story.root, personId, organisationId, commandKey, text, createdAt }
      const added = await tx
        .insert(schema.creditNotes)
        .values(row)
        .onConflictDoNothing()
        .returning({ id: schema.creditNotes.id })
      if (added.length > 0) await auditIn(tx, ctx, { subject: story.root })
      return { root: story.root }
    }),
  )
