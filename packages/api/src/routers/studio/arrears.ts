import { GRANT_COST } from '@vc/admission'
import { type DueRow, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { commandKeyInput, hexInput, idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { applyFor } from '../credit/apply.ts'
import { dueState, leftOf } from './due-state.ts'
import { lockDues, theseDues } from './pay.ts'

const { royaltyDues } = schema

/**
 * Turns all arrears of a statement to one account into debt: asks the credit authority for credit of exactly that sum, which goes
 * to the creditor of the arrears and not to the channel; the channel owes it from then on, with all that a debt has. The ledger
 * makes nobody a debtor who does not sign, so the channel asks. Refuses `not-found`, `nothing-late`, and what an application is
 * refused for.
 */
export const creditRoute = allowed('studio.pay', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, statementId: idInput, payee: hexInput(20), accountId: hexInput(20) },
      /** For the authority to read, in the channel's own words. */
      ...{ purpose: lineInput(200), guarantee: lineInput(200) },
      termBlocks: z
        .int()
        .min(1)
        .max(2 ** 31 - 1),
      lots: z.int().min(1).max(1000),
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { statementId, payee, ...asked } = input
      const rows = await lockDues(tx, ctx, statementId)
      const nowMs = ctx.clock.nowMs()
      const late = rows.filter((row) => row.due.account === payee && dueState(row, nowMs) === 'arrear')
      const asking = rows.find(({ application }) => application?.commandKey === input.commandKey)
      if (asking?.application) return { applicationId: asking.application.id }
      if (late.length === 0) throw refusalToError({ code: 'nothing-late' })
      const owed = late.reduce((sum, row) => sum + leftOf(row), 0n)
      const { applicationId } = await applyFor(tx, ctx, {
        ...asked,
        amount: owed + GRANT_COST,
        payee: { payeeId: payee, name: await creditorOf(tx, late) },
      })
      await tx.update(royaltyDues).set({ applicationId }).where(theseDues(late))
      await auditIn(tx, ctx, { subject: statementId })
      return { applicationId }
    }),
  )

/** The name of the organisation that arrears are owed to. */
async function creditorOf(tx: DbOrTransaction, late: readonly DueRow[]): Promise<string> {
  const [row] = await tx
    .select({ name: organisations.name })
    .from(organisations)
    .where(
      inArray(
        organisations.id,
        late.map(({ due }) => due.organisationId),
      ),
    )
  return row?.name ?? ''
}
