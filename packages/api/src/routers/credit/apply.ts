import { type CreditTerms, checkTerms, type Guarantee } from '@vc/admission'
import { schema } from '@vc/db'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, hexInput, idInput, lineInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { votingDebtor } from './collective-credit.ts'
import { accountFacts, ownAccount } from './facts.ts'
import { guaranteesInput, judgedGuarantees, refuseBadGuarantees } from './guarantees.ts'
import { payeeIdNamed } from './payee.ts'
import { queuesInput, refuseOverWindow } from './window.ts'

const { creditApplications, creditGuarantees } = schema

/** Several lines as people write them. */
const textInput = z.string().trim().min(1).max(4000)

/**
 * Asks for credit that one of the person's own accounts shall owe, which must stand on the ledger, or a collective by its members'
 * vote: then the value is the collective's unless another payee is named. Refuses what `applyFor`
 * and `refuseOverWindow` refuse, `payee-unknown`.
 */
export const applyRoute = allowed('credit.apply', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z
      .strictObject({
        commandKey: commandKeyInput,
        /** One of the two. */
        accountId: hexInput(20).optional(),
        collectiveId: idInput.optional(),
        amount: amountInput,
        termBlocks: z
          .int()
          .min(1)
          .max(2 ** 31 - 1),
        lots: z.int().min(1).max(1000),
        queues: queuesInput,
        purpose: textInput,
        /** In words; what can be counted stands in `guarantees`. */
        guarantee: textInput,
        guarantees: guaranteesInput.default([]),
        /** Who gets the value in the debtor's place, by an address (a collective's too) or key hash, and how the applicant calls them. */
        payee: z.strictObject({ name: lineInput(120), account: lineInput(200) }).optional(),
      })
      .refine(({ accountId, collectiveId }) => (accountId === undefined) !== (collectiveId === undefined)),
  )
  .mutation(async ({ ctx, input: { queues, ...input } }) => {
    if (!queues) await refuseOverWindow(ctx, input)
    return ctx.db.transaction(async (tx) => {
      const { payee, ...asked } = input
      const { applicationId, isNew } = await applyFor(tx, ctx, {
        ...asked,
        payee: await payeeNamed(tx, payee),
      })
      if (isNew) await auditIn(tx, ctx, { subject: applicationId })
      return { applicationId }
    })
  })

/** Refuses `payee-unknown` when the text names neither a key nor a collective. */
async function payeeNamed(
  tx: DbOrTransaction,
  payee: { readonly name: string; readonly account: string } | undefined,
) {
  if (!payee) return undefined
  const payeeId = await payeeIdNamed(tx, payee.account)
  if (!payeeId) throw refusalToError({ code: 'payee-unknown' })
  return { payeeId, name: payee.name }
}

/** What is asked for, of which account, and who gets the value in the applicant's place (HASH160, hex). Amount in smallest units. */
type Asked = CreditTerms & {
  readonly commandKey: string
  readonly accountId?: string | undefined
  readonly purpose: string
  readonly guarantee: string
  readonly guarantees?: readonly Guarantee[] | undefined
  readonly payee?: { readonly payeeId: string; readonly name: string } | undefined
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
  const itself = guarantees.findIndex(({ reference }) => reference === own.accountId)
  // A collective's word for its own debt adds nothing to it.
  if (itself >= 0) throw refusalToError({ code: 'guarantee-oneself', facts: { position: itself + 1 } })
  const at = new Date(ctx.clock.nowMs())
  const paid = payee ? { payee: payee.payeeId, payeeName: payee.name } : {}
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
