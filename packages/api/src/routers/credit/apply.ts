import { checkTerms } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { amountInput, commandKeyInput, hexInput, lineInput } from '../../input.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountFacts, blockTimes, ownAccount } from './facts.ts'

/** Refuses `payee-unknown` when the text names no key. */
function payeeColumns(payee: { readonly name: string; readonly account: string } | undefined) {
  if (!payee) return {}
  const keyHash = keyHashNamed(payee.account)
  if (!keyHash) throw refusalToError({ code: 'payee-unknown' })
  return { payee: toHex(keyHash), payeeName: payee.name }
}

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
      /** Who gets the value in the applicant's place, by an address or key hash, and how the applicant calls them. */
      payee: z.strictObject({ name: lineInput(120), account: lineInput(200) }).optional(),
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { commandKey, payee, ...asked } = input
      const { personId, organisationId } = ctx.user
      const wrong = checkTerms(asked, (await blockTimes(tx)).blocksPerDay)
      if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
      const own = await ownAccount(tx, ctx.user, asked.accountId)
      if (!own) throw refusalToError({ code: 'not-found' })
      const { isActive } = await accountFacts(tx, asked.accountId, own.debtKeyHash)
      if (!isActive) throw refusalToError({ code: 'account-missing' })
      const { creditApplications } = schema
      const at = new Date(ctx.clock.nowMs())
      const who = { personId, organisationId, commandKey, ...payeeColumns(payee) }
      const row = { ...asked, ...own, ...who, createdAt: at, updatedAt: at }
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
