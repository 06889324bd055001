import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { areUnderWay, outputAtOf, type UnspentOutput, unspentByNames } from '@vc/db'
import { CIRCULATION, clearOverdue, DEBT, keyHashScript, outputsOf } from '@vc/ledger'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, lotNamesInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/**
 * Drafts the payment of overdue lots of somebody else, a key's or a collective's, with value of an own account: from its height on
 * anybody may clear a lot (ledger.md 6). Gives the act that the payer's key signs; the debtor signs nothing. Refuses
 * `debt-not-found`, `debt-not-due`, `debt-under-way`, and what choosing coins refuses.
 */
export const clearRoute = allowed('account.pay', {
  ...{ stepUp: 'none', idempotency: 'none', audit: 'decision', rate: 'act' },
})
  .input(z.strictObject({ commandKey: commandKeyInput, lots: lotNamesInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const lots = await overdueLots(tx, input.lots)
      const debts = lots.map(outputAtOf)
      const amount = lots.reduce((sum, lot) => sum + lot.amount, 0n)
      const { owner, values } = await coinsOf(
        tx,
        await ownAccounts(tx, ctx.user),
        CIRCULATION,
        amount + LEDGER_FEE,
      )
      const changeTo = keyHashScript(fromHex(owner))
      const transaction = clearOverdue({ debts, values, fee: LEDGER_FEE, changeTo })
      const named = outputsOf([...values, ...debts])
      const sign = { inputs: values.map((_, i) => i), acceptances: [] }
      return draft(tx, ctx, input.commandKey, {
        legs: [{ transaction, named, sign }],
        context: { amount: String(amount), lots: lots.length },
      })
    }),
  )

async function draft(
  tx: DbOrTransaction,
  ctx: MemberContext,
  commandKey: string,
  of: Pick<Parameters<typeof draftAct>[2], 'legs' | 'context'>,
) {
  const subject = { kind: 'credit-clearing', id: commandKey }
  const actId = await draftAct(tx, ctx, { kind: 'credit.clear', subject, ...of })
  await auditIn(tx, ctx, { subject: actId })
  return { actId }
}

/** Lots in circulation whose height has come, which nothing under way draws on. */
async function overdueLots(tx: DbOrTransaction, names: readonly string[]): Promise<readonly UnspentOutput[]> {
  const lots = await unspentByNames(tx, names)
  const isLot = ({ element, layer, expiryHeight }: UnspentOutput) =>
    element === DEBT && layer === CIRCULATION && expiryHeight !== null
  if (lots.length !== names.length || !lots.every(isLot)) throw refusalToError({ code: 'debt-not-found' })
  const { height } = await blockTimes(tx)
  const due = Math.max(...lots.map(({ expiryHeight }) => expiryHeight ?? 0))
  if (due > height + 1) throw refusalToError({ code: 'debt-not-due', facts: { due } })
  if (await areUnderWay(tx, lots)) throw refusalToError({ code: 'debt-under-way' })
  return lots
}
