import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { partyRows, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { keyHashScript, txidOf } from '@vc/ledger'
import { termsTold } from '@vc/settlement'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { findContract } from './contracts.ts'
import { draftPayment } from './draft-payment.ts'
import { fundsOf, givenOrOpen, lockFunds } from './funding.ts'

const { royaltyAdvances } = schema
const advancing = z.strictObject({ commandKey: commandKeyInput, contractId: idInput, amount: amountInput })

/**
 * Drafts a part of the agreed advance as a payment of the publisher's own account to the studio. What a block has of it is paid
 * back out of the studio's shares; where the studio has stated a forecast, never above it. Refuses `not-found`, `contract-closed`,
 * `advance-over` and `forecast-over` with what is left, `value-short`, `no-account`, `debtor-late`.
 */
export const advanceRoute = allowed('studio.pay', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(advancing)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => advance(tx, ctx, input)))

async function advance(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof advancing>) {
  const { commandKey: id, contractId, amount } = asked
  const { contract } = await findContract(tx, ctx, contractId)
  const { lineId } = contract
  await lockFunds(tx, lineId)
  const same = and(eq(royaltyAdvances.id, id), eq(royaltyAdvances.createdBy, ctx.user.personId))
  const [known] = await tx.select({ actId: royaltyAdvances.actId }).from(royaltyAdvances).where(same)
  if (known) return known
  const parties = (await partyRows(tx, [contractId])).map(({ party }) => party)
  const isPublisher = parties.some(
    ({ part, organisationId }) => part === 'publisher' && organisationId === ctx.user.organisationId,
  )
  if (!isPublisher || contract.step !== 'agreed') throw refusalToError({ code: 'contract-closed' })
  const agreed = termsTold(contract.terms).advance?.amount ?? 0n
  const left = agreed - (await givenOrOpen(tx, lineId))
  if (amount > left) throw refusalToError({ code: 'advance-over', facts: { left, field: 'amount' } })
  const funds = await fundsOf(tx, lineId)
  if (funds && amount > funds.left)
    throw refusalToError({ code: 'forecast-over', facts: { left: funds.left, field: 'amount' } })
  const studio = must(
    parties.find(({ part }) => part === 'studio')?.account ?? undefined,
    'a party has its account',
  )
  const { actId, transaction } = await draftPayment(tx, ctx, {
    ...{ kind: 'royalty.advance', subject: { kind: 'royalty-advance', id } },
    payments: [{ to: keyHashScript(fromHex(studio)), amount }],
    fee: () => LEDGER_FEE,
  })
  await tx.insert(royaltyAdvances).values({
    ...{ id, lineId, amount, actId, txid: toHex(txidOf(transaction)) },
    ...{ createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) },
  })
  await auditIn(tx, ctx, { subject: id })
  return { actId }
}
