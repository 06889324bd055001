import { type DueRow, dueRows, schema } from '@vc/db'
import { settlementFee } from '@vc/settlement'
import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { draftPayment, paymentsTo } from './draft-payment.ts'
import { dueState, isOwed, leftOf } from './due-state.ts'
import { lockChannel, setOffAll } from './set-off-all.ts'

const { royaltyDues, royaltyStatements } = schema

/**
 * Drafts the payment of all that is owed of a statement, with what corrections of any statement gave more, one payment to each
 * account, as one transaction of the channel's own account: all are paid, or none. What was too much once is set off before. While a payment waits for its signature the same one is given. Refuses `not-found`,
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
      const due = [...rows, ...(await dueByCorrections(tx, ctx, statementId))]
      const owed = due.filter((row) => isOwed(dueState(row, nowMs)))
      if (owed.length === 0) throw refusalToError({ code: 'nothing-owed' })
      const payments = paymentsTo(owed.map((row) => ({ account: row.due.account, amount: leftOf(row) })))
      const { actId } = await draftPayment(tx, ctx, {
        ...{ kind: 'royalty.pay', subject: { kind: 'royalty-statement', id: statementId }, payments },
        fee: (coins) => settlementFee(payments.length, coins),
      })
      await tx.update(royaltyDues).set({ actId, applicationId: null }).where(theseDues(owed))
      await auditIn(tx, ctx, { subject: statementId })
      return { actId }
    }),
  )

/** The rows of these dues, however many: a statement has up to two for each of its lines. */
export function theseDues(rows: readonly DueRow[]) {
  const keys = rows.map(({ due: { statementId, line, part } }) => ({ statementId, line, part }))
  const named = sql`select "statementId", line, part
    from json_to_recordset(${JSON.stringify(keys)}::json) as named("statementId" uuid, line integer, part text)`
  return sql`(${royaltyDues.statementId}, ${royaltyDues.line}, ${royaltyDues.part}) in (${named})`
}

/** What is due of a statement of the own channel, locked with it. Refuses `not-found`. */
export async function lockDues(tx: DbOrTransaction, ctx: MemberContext, statementId: string) {
  const { user } = ctx
  const own = and(
    eq(royaltyStatements.id, statementId),
    eq(royaltyStatements.organisationId, user.organisationId),
  )
  const [statement] = await tx.select().from(royaltyStatements).where(own).for('update')
  if (!statement) throw refusalToError({ code: 'not-found' })
  await lockChannel(tx, user.organisationId)
  await setOffAll(tx, ctx)
  return dueRows(tx, eq(royaltyDues.statementId, statementId))
}

/** What the own channel's corrections, but for this statement itself, have added: the difference goes into the next payment. */
async function dueByCorrections(tx: DbOrTransaction, { user }: MemberContext, statementId: string) {
  const { id, organisationId, correction } = royaltyStatements
  const corrections = tx
    .select({ id })
    .from(royaltyStatements)
    .where(and(eq(organisationId, user.organisationId), gt(correction, 0), ne(id, statementId)))
  return dueRows(tx, and(inArray(royaltyDues.statementId, corrections), gt(royaltyDues.amount, 0n)))
}
