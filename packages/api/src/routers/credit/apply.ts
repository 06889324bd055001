import { type CreditTerms, checkTerms, type Guarantee } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, hexInput, lineInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { votingDebtor } from './collective-credit.ts'
import { accountFacts, ownAccount } from './facts.ts'
import { guaranteesInput, judgedGuarantees, refuseBadGuarantees } from './guarantees.ts'

const { creditApplications, creditGuarantees } = schema

/** Several lines as people write them. */
const textInput = z.string().trim().min(1).max(4000)

/** Asks for credit for one of the person's own accounts. The account must stand on the ledger. Refuses what `applyFor` refuses, `payee-unknown`. */
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
      /** In words; what can be counted stands in `guarantees`. */
      guarantee: textInput,
      guarantees: guaranteesInput.default([]),
      /** Who gets the value in the applicant's place, by an address or key hash, and how the applicant calls them. */
      payee: z.strictObject({ name: lineInput(120), account: lineInput(200) }).optional(),
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { payee, ...asked } = input
      const { applicationId, isNew } = await applyFor(tx, ctx, {
        ...asked,
        payee: await payeeNamed(tx, payee),
      })
      if (isNew) await auditIn(tx, ctx, { subject: applicationId })
      return { applicationId }
    }),
  )

/** Refuses `payee-unknown` when the text names no key. */
async function payeeNamed(
  tx: DbOrTransaction,
  payee: { readonly name: string; readonly account: string } | undefined,
) {
  if (!payee) return undefined
  const keyHash = await keyHashNamed(tx, payee.account)
  if (!keyHash) throw refusalToError({ code: 'payee-unknown' })
  return { keyHash: toHex(keyHash), name: payee.name }
}

/** What is asked for, of which account, and who gets the value in the applicant's place (HASH160, hex). Amount in smallest units. */
type Asked = CreditTerms & {
  readonly commandKey: string
  readonly accountId?: string | undefined
  readonly purpose: string
  readonly guarantee: string
  readonly guarantees?: readonly Guarantee[] | undefined
  readonly payee?: { readonly keyHash: string; readonly name: string } | undefined
  /** The order whose suppliers get it. */
  readonly orderId?: string
  /** The collective that shall owe, in place of an account. */
  readonly collectiveId?: string | undefined
}

/**
 * Writes an application of this person, once for each command key. Refuses what `checkTerms` refuses, `not-found` for an account
 * of somebody else, `account-missing` while it does not stand on the ledger, what `votingDebtor` refuses of a collective, and what
 * `checkGuarantees` refuses.
 */
export async function applyFor(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { payee, guarantees = [], ...asked }: Asked,
) {
  const { personId, organisationId } = ctx.user
  const wrong = checkTerms(asked, (await blockTimes(tx)).blocksPerDay)
  if (wrong) throw refusalToError({ code: wrong.code, facts: wrong })
  const own = await debtorAsked(tx, ctx, asked)
  const at = new Date(ctx.clock.nowMs())
  const paid = payee ? { payee: payee.keyHash, payeeName: payee.name } : {}
  const row = { ...asked, ...own, ...paid, personId, organisationId, createdAt: at, updatedAt: at }
  const [made] = await tx.insert(creditApplications).values(row).onConflictDoNothing().returning()
  if (!made) return { applicationId: await knownApplication(tx, ctx, asked.commandKey), isNew: false }
  await keepGuarantees(tx, made, guarantees)
  return { applicationId: made.id, isNew: true }
}

async function debtorAsked(tx: DbOrTransaction, ctx: MemberContext, { collectiveId, accountId = '' }: Asked) {
  if (collectiveId !== undefined) return votingDebtor(tx, ctx, collectiveId)
  const own = await ownAccount(tx, ctx.user, accountId)
  if (!own) throw refusalToError({ code: 'not-found' })
  const { isActive } = await accountFacts(tx, accountId, own.debtKeyHash)
  if (!isActive) throw refusalToError({ code: 'account-missing' })
  return { accountId, ...own }
}

async function keepGuarantees(
  tx: DbOrTransaction,
  { id: applicationId, organisationId }: typeof creditApplications.$inferSelect,
  list: readonly Guarantee[],
): Promise<void> {
  if (list.length === 0) return
  // Two applications at once could both offer the same thing.
  for (const { reference } of [...list].sort((a, b) => a.reference.localeCompare(b.reference)))
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`guarantee ${reference}`}, 0))`)
  refuseBadGuarantees(await judgedGuarantees(tx, { organisationId, applicationId }, list))
  const rows = list.map((guarantee, position) => ({ ...guarantee, applicationId, position }))
  await tx.insert(creditGuarantees).values(rows)
}

async function knownApplication(tx: DbOrTransaction, { user }: MemberContext, commandKey: string) {
  const same = and(
    eq(creditApplications.organisationId, user.organisationId),
    eq(creditApplications.commandKey, commandKey),
  )
  const [known] = await tx.select({ id: creditApplications.id }).from(creditApplications).where(same)
  if (!known) throw refusalToError({ code: 'not-found' })
  return known.id
}
