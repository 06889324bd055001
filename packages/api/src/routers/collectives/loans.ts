import { blocksPerDayOf, LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { findCursor, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { CIRCULATION, collectiveScript, keyHashScript, pay, txidOf } from '@vc/ledger'
import { checkLoan, checkRepayment, type LoanTerms, loanKey, loanPayments } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, amountOrNoneInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { draftSpend, mustBeInForce } from './draft-spend.ts'
import { type CollectiveRow, findCollective, seatsOf } from './find.ts'
import { heightIn, isKnown, keepProposal } from './keep-proposal.ts'
import { loansOf, repaymentRows } from './loan-rows.ts'

const { collectiveLoans, collectiveRepayments } = schema
const decides = { stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' } as const
/** So long a repayment that is not signed keeps its place. */
const SIGN_MS = 10 * 60_000

const asking = z.strictObject({
  commandKey: commandKeyInput,
  collectiveId: idInput,
  amount: amountInput,
  /** What is paid back on top. */
  price: amountOrNoneInput,
  /** From this height on what is left is overdue. */
  due: z.int().min(1).max(499_999_999),
  purpose: lineInput(300),
  days: z.int().min(1).max(60),
})

/**
 * Asks a collective for a loan: the vote decides on one transaction that pays the own account and commits to the terms
 * (docs/adr/0026). Refuses `seat-unknown`, `loan-overdue`, `collective-not-ready`, `collective-short`, `coins-too-many` and
 * what `checkLoan` refuses.
 */
export const askLoanRoute = allowed('collective.propose', decides)
  .input(asking)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => ask(tx, ctx, input)))

async function ask(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof asking>) {
  const { collectiveId, commandKey, amount, price, due, purpose, days } = asked
  const collective = await findCollective(tx, ctx.user, collectiveId)
  const made = { proposalId: commandKey }
  if (await isKnown(tx, ctx, collective, commandKey)) return made
  const { descriptor } = await mustBeInForce(tx, collective)
  const borrower = await ownSeat(tx, ctx, collective, descriptor)
  const terms = { collective: collective.ledgerId, borrower, amount, price, due, purpose }
  await mustLend(tx, collective, terms, days)
  const drafted = await draftSpend(tx, { collective, descriptor }, loanPayments(loanKey(commandKey), terms))
  const paid = { payee: toHex(keyHashScript(fromHex(borrower))), amount }
  const kept = { collectiveId, kind: 'loan', step: 'open', ...drafted, descriptor, ...paid } as const
  await keepProposal(tx, ctx, asked, kept)
  const { organisationId } = ctx.user
  await tx
    .insert(collectiveLoans)
    .values({ proposalId: commandKey, organisationId, borrower, amount, price, due })
  return made
}

/** The account of this person that has a seat. Refuses `seat-unknown`. */
export async function ownSeat(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { ledgerId }: CollectiveRow,
  descriptor: Uint8Array,
): Promise<string> {
  const own = await ownAccounts(tx, ctx.user)
  const seat = (await seatsOf(tx, ledgerId, descriptor)).find(({ owner }) => own.includes(owner))
  if (!seat) throw refusalToError({ code: 'seat-unknown' })
  return seat.owner
}

async function mustLend(tx: DbOrTransaction, collective: CollectiveRow, terms: LoanTerms, days: number) {
  const { parameters } = must(await findCursor(tx), 'a collective is on a chain that is followed')
  const checked = checkLoan(terms, await heightIn(tx, days), blocksPerDayOf(parameters))
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
  const given = await loansOf(tx, collective)
  if (given.some(({ borrower, state }) => borrower === terms.borrower && state === 'overdue'))
    throw refusalToError({ code: 'loan-overdue' })
}

/**
 * Drafts a part of a loan that is paid back, of the borrower's own value; gives the act that the account's key signs. Refuses
 * `not-found`, `repayment-over-owed`, `value-short`, `debtor-late`.
 */
export const repayRoute = allowed('account.pay', decides)
  .input(z.strictObject({ commandKey: commandKeyInput, proposalId: idInput, amount: amountInput }))
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => repay(tx, ctx, input)))

type Repaying = Readonly<Record<'commandKey' | 'proposalId', string>> & { readonly amount: bigint }

async function repay(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { commandKey: id, proposalId, amount }: Repaying,
) {
  const loan = await lockOwnLoan(tx, ctx, proposalId)
  const [known] = await tx.select().from(collectiveRepayments).where(eq(collectiveRepayments.id, id))
  if (known && known.createdBy === ctx.user.personId) return { actId: known.actId }
  const collective = await findCollective(tx, ctx.user, loan.collectiveId)
  await mustOwe(tx, ctx, collective, { proposalId, amount })
  const { borrower } = loan
  const { values } = await coinsOf(tx, [borrower], CIRCULATION, amount + LEDGER_FEE)
  const payments = [{ to: collectiveScript(fromHex(collective.ledgerId)), amount }]
  const changeTo = keyHashScript(fromHex(borrower))
  const transaction = pay({ values, payments, fee: LEDGER_FEE, changeTo })
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'collective.repay', subject: { kind: 'collective-repayment', id } },
    legs: [legOf(transaction, values)],
    context: { amount: String(amount), collective: collective.name },
    expiresAt: new Date(ctx.clock.nowMs() + SIGN_MS),
  })
  const by = { createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
  const txid = toHex(txidOf(transaction))
  await tx.insert(collectiveRepayments).values({ id, proposalId, amount, txid, actId, ...by })
  await auditIn(tx, ctx, { subject: proposalId })
  return { actId }
}

/** A loan to an account of this person; of two repayments at once one waits. Others' are `not-found`. */
async function lockOwnLoan(tx: DbOrTransaction, ctx: MemberContext, proposalId: string) {
  const own = await ownAccounts(tx, ctx.user)
  const mine = eq(collectiveLoans.proposalId, proposalId)
  const [loan] = await tx.select().from(collectiveLoans).where(mine).for('update')
  const [proposal] = await tx
    .select({ collectiveId: schema.collectiveProposals.collectiveId })
    .from(schema.collectiveProposals)
    .where(eq(schema.collectiveProposals.id, proposalId))
  if (!loan || !proposal || !own.includes(loan.borrower)) throw refusalToError({ code: 'not-found' })
  return { ...loan, ...proposal }
}

/** Refuses `loan-not-paid` before a block has paid the loan, and more than is owed. */
async function mustOwe(
  tx: DbOrTransaction,
  ctx: MemberContext,
  collective: CollectiveRow,
  { proposalId, amount }: Pick<Repaying, 'proposalId' | 'amount'>,
): Promise<void> {
  const loan = (await loansOf(tx, collective)).find((one) => one.proposalId === proposalId)
  if (loan?.owed === undefined) throw refusalToError({ code: 'loan-not-paid' })
  const rows = await repaymentRows(tx, [proposalId], ctx.clock.nowMs())
  const coming = rows.filter(({ state }) => state === 'signing' || state === 'on-its-way')
  const sum = coming.reduce((total, row) => total + row.amount, 0n)
  const checked = checkRepayment({ owed: loan.owed, coming: sum, amount })
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
}
