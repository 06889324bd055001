import { fromHex } from '@vc/crypto'
import { type DueRow, dueRows, schema } from '@vc/db'
import { keyHashScript, type Payment } from '@vc/ledger'
import { settlementFee } from '@vc/settlement'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { draftPayment } from './draft-payment.ts'
import { dueState, isOwed } from './due-state.ts'

const { royaltyDues, royaltyStatements } = schema

/**
 * Drafts the payment of all that is owed of a statement, one payment to each account, as one transaction of the channel's own
 * account: all are paid, or none. While a payment waits for its signature the same one is given. Refuses `not-found`,
 * `nothing-owed`, `value-short`, `no-account`, `debtor-late`.
 */
export const payRoute = allowed('studio.pay', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ statementId: idInput }))
  .mutation(({ ctx, input: { statementId } }) =>
    ctx.db.transaction(async (tx) => {
      const rows = await lockDues(tx, ctx, statementId)
      const nowMs = ctx.clock.nowMs()
      const open = rows.find((row) => dueState(row, nowMs) === 'signing')
      if (open?.act) return { actId: open.act.id }
      const owed = rows.filter((row) => isOwed(dueState(row, nowMs)))
      if (owed.length === 0) throw refusalToError({ code: 'nothing-owed' })
      const payments = paymentsOf(owed)
      const { actId } = await draftPayment(tx, ctx, {
        ...{ kind: 'royalty.pay', subject: { kind: 'royalty-statement', id: statementId }, payments },
        fee: (coins) => settlementFee(payments.length, coins),
      })
      for (const { due } of owed)
        await tx.update(royaltyDues).set({ actId, applicationId: null }).where(sameDue(due))
      await auditIn(tx, ctx, { subject: statementId })
      return { actId }
    }),
  )

/** The one row of a due. */
export const sameDue = ({ statementId, line, part }: DueRow['due']) =>
  and(eq(royaltyDues.statementId, statementId), eq(royaltyDues.line, line), inArray(royaltyDues.part, [part]))

/** What is due of a statement of the own channel, locked with it. Refuses `not-found`. */
export async function lockDues(tx: DbOrTransaction, { user }: MemberContext, statementId: string) {
  const own = and(
    eq(royaltyStatements.id, statementId),
    eq(royaltyStatements.organisationId, user.organisationId),
  )
  const [statement] = await tx.select().from(royaltyStatements).where(own).for('update')
  if (!statement) throw refusalToError({ code: 'not-found' })
  return dueRows(tx, eq(royaltyDues.statementId, statementId))
}

/** One payment to each account, in order of the accounts. */
function paymentsOf(owed: readonly DueRow[]): readonly Payment[] {
  const sums = new Map<string, bigint>()
  for (const { due } of owed) sums.set(due.account, (sums.get(due.account) ?? 0n) + due.amount)
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([account, amount]) => ({ to: keyHashScript(fromHex(account)), amount }))
}
