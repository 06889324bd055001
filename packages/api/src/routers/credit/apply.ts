import { checkTerms } from '@vc/admission'
import { schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { amountInput, commandKeyInput, hexInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountFacts, blockTimes, ownAccount } from './facts.ts'

/** Several lines as people write them. */
const textInput = z.string().trim().min(1).max(4000)

/** Asks for credit for one of the person's own accounts. The account must stand on the ledger. */
export const applyRoute = allowed('credit.apply', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      commandKey: commandKeyInput,
      accountId: hexInput(20),
      amount: amountInput,
      termBlocks: z
        .int()
        .min(1)
        .max(2 ** 31 - 1),
      lots: z.int().min(1).max(1000),
      purpose: textInput,
      guarantee: textInput,
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { commandKey, ...asked } = input
      const { personId, organisationId } = ctx.user
      const wrong = checkTerms(asked, (await blockTimes(tx)).blocksPerDay)
      if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
      const own = await ownAccount(tx, ctx.user, asked.accountId)
      if (!own) throw refusalToError({ code: 'not-found' })
      const { isActive } = await accountFacts(tx, asked.accountId, own.debtKeyHash)
      if (!isActive) throw refusalToError({ code: 'account-missing' })
      const { creditApplications } = schema
      const at = new Date(ctx.clock.nowMs())
      const row = { ...asked, ...own, personId, organisationId, commandKey, createdAt: at, updatedAt: at }
      const [made] = await tx.insert(creditApplications).values(row).onConflictDoNothing().returning()
      if (!made) {
        const same = and(
          eq(creditApplications.organisationId, organisationId),
          eq(creditApplications.commandKey, commandKey),
        )
        const [known] = await tx.select({ id: creditApplications.id }).from(creditApplications).where(same)
        if (!known) throw refusalToError({ code: 'not-found' })
        return { applicationId: known.id }
      }
      await auditIn(tx, ctx, { subject: made.id })
      return { applicationId: made.id }
    }),
  )
