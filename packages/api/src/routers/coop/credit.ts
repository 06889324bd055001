import { GRANT_COST, LEDGER_FEE } from '@vc/admission'
import { creditApplicationsOf, findCursor, owedLotsOf, schema, standingPurchases, writeOutbox } from '@vc/db'
import { must } from '@vc/kernel'
import { lotsOnOrder, orderBrings } from '@vc/settlement'
import { and, desc, eq, notInArray } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { applyFor } from '../credit/apply.ts'
import { guaranteesInput } from '../credit/guarantees.ts'
import { queuesInput, refuseOverWindow } from '../credit/window.ts'

const { coopOrders, creditApplications } = schema
const JUDGE = 'judge-application'
type Order = typeof coopOrders.$inferSelect
const asking = z.strictObject({
  ...{ commandKey: commandKeyInput, orderId: idInput, purpose: lineInput(400) },
  /** Who shall owe: an own account, or a collective whose members vote on it (docs/adr/0039). */
  debtor: z.union([z.strictObject({ accountId: hexInput(20) }), z.strictObject({ collectiveId: idInput })]),
  /** What stands behind it beside the order. */
  guarantees: guaranteesInput.default([]),
  termBlocks: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
})
type Asking = z.infer<typeof asking>

/**
 * Asks for the credit that pays all suppliers of an own order in the co-op's place (docs/adr/0034): what its contracts cost and
 * what the grant takes, in lots that the standing purchases clear one by one; the order stands behind it, and what is named beside it.
 * Refuses `not-found`, `order-closed`,
 * `order-credit-asked`, `order-term-short`, `order-brings-less`, and what an application is refused for.
 */
export const askCreditRoute = allowed('credit.apply', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(asking.extend({ queues: queuesInput }))
  .mutation(async ({ ctx, input: { queues, ...asked } }) => {
    if (!queues) await refuseOverCapacity(ctx, asked)
    const { applicationId } = await ctx.db.transaction((tx) => askCredit(tx, ctx, asked))
    await ctx.wake(JUDGE, `${JUDGE}-${applicationId}`)
    return { applicationId }
  })

/** Refuses what `refuseOverWindow` refuses of what the order costs. */
async function refuseOverCapacity(ctx: MemberContext, { orderId, commandKey }: Asking): Promise<void> {
  const [order] = await ctx.db.select().from(coopOrders).where(ownOrder(ctx, orderId))
  if (order) await refuseOverWindow(ctx, { amount: costOf(order), commandKey })
}

const ownOrder = ({ user }: MemberContext, orderId: string) =>
  and(eq(coopOrders.id, orderId), eq(coopOrders.organisationId, user.organisationId))

async function askCredit(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { orderId, debtor, guarantees, ...asked }: Asking,
) {
  // Of two that ask at once one waits: suppliers are paid once.
  const [order] = await tx.select().from(coopOrders).where(ownOrder(ctx, orderId)).for('update')
  if (order?.paidBy !== 'credit') throw refusalToError({ code: 'not-found' })
  const known = await applicationOn(tx, orderId)
  if (known?.commandKey === asked.commandKey) return { applicationId: known.id }
  if (known) throw refusalToError({ code: 'order-credit-asked' })
  const { height } = must(await findCursor(tx), 'the portal follows a chain')
  if (order.step !== 'published' || height + 1 >= order.deadline)
    throw refusalToError({ code: 'order-closed' })
  const least = order.deadline - height
  if (asked.termBlocks < least) throw refusalToError({ code: 'order-term-short', facts: { least } })
  const amount = costOf(order)
  const lots = await lotsNow(tx, order)
  const behind = {
    kind: 'order',
    reference: `order/${orderId}`,
    description: order.title,
    cover: amount,
  } as const
  const { applicationId } = await applyFor(tx, ctx, {
    ...{
      ...asked,
      ...debtor,
      amount,
      lots: lots.length,
      orderId,
      guarantee: `${order.title}: ${order.buyer}`,
    },
    guarantees: [behind, ...guarantees],
  })
  // Whether a model approves it is asked at once (docs/adr/0049).
  await writeOutbox(tx, { topic: JUDGE, payload: { applicationId }, key: `${JUDGE}-${applicationId}` })
  await auditIn(tx, ctx, { subject: orderId })
  return { applicationId }
}

/** All contracts, and what giving the credit that pays them takes: the fee and the mark of its terms. */
export const costOf = ({ contracts }: Pick<Order, 'contracts'>): bigint =>
  contracts.reduce((sum, { amount }) => sum + BigInt(amount), GRANT_COST)

/** The lots that the standing purchases of an order can clear. Refuses `order-brings-less`. */
export async function lotsNow(tx: DbOrTransaction, order: Order): Promise<readonly bigint[]> {
  const amount = costOf(order)
  const purchases = await standingPurchases(tx, order.id)
  const lots = lotsOnOrder(purchases, amount, LEDGER_FEE)
  const brings = orderBrings(purchases, LEDGER_FEE)
  if (!lots) throw refusalToError({ code: 'order-brings-less', facts: { brings, amount } })
  return lots
}

/** The application for credit on an order that is open or was given. */
export async function applicationOn(tx: DbOrTransaction, orderId: string) {
  const { step, createdAt } = creditApplications
  const inForce = notInArray(step, ['declined', 'withdrawn'])
  const [found] = await tx
    .select()
    .from(creditApplications)
    .where(and(eq(creditApplications.orderId, orderId), inForce))
    .orderBy(desc(createdAt))
    .limit(1)
  return found
}

/**
 * How far the credit on an order is: what it would take and what the purchases bring, told to everybody; stage and what is left
 * of the debt, as the ledger has them; the application's id for the co-op alone.
 */
export async function creditOf({ db, user, clock }: MemberContext, order: Order) {
  const isMine = order.organisationId === user.organisationId
  const brings = orderBrings(await standingPurchases(db, order.id), LEDGER_FEE)
  const asked = await applicationOn(db, order.id)
  const [row] = asked ? await creditApplicationsOf(db, new Date(clock.nowMs()), { id: asked.id }) : []
  const lots = asked?.txid ? await owedLotsOf(db, asked.txid, asked.debtKeyHash) : []
  return {
    ...{ cost: costOf(order), brings, fee: LEDGER_FEE },
    given:
      asked?.txid == null
        ? null
        : {
            txid: asked.txid,
            amount: asked.amount,
            left: lots.reduce((sum, { amount }) => sum + amount, 0n),
          },
    application:
      isMine && row
        ? { id: row.application.id, stage: row.stage, proposalId: row.application.proposalId }
        : null,
    /** The collective that owes or shall owe for it. */
    collective: row?.collective ?? null,
  }
}

/** What an authority sees of the order behind an application, and what stands for it now; null for other applications. */
export async function orderBehind(db: DbOrTransaction, orderId: string | null) {
  if (orderId === null) return null
  const [order] = await db.select().from(coopOrders).where(eq(coopOrders.id, orderId))
  if (!order) return null
  const { id, title, buyer, need, deadline, contracts, txid } = order
  const purchases = await standingPurchases(db, id)
  return {
    ...{ id, title, buyer, price: need, deadline, txid, purchases },
    brings: orderBrings(purchases, LEDGER_FEE),
    contracts: contracts.map((one) => ({ ...one, amount: BigInt(one.amount) })),
  }
}
