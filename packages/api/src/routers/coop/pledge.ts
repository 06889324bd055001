import { LEDGER_FEE } from '@vc/admission'
import { fromHex, sha256, toHex } from '@vc/crypto'
import { findCursor, orderSubmissions, pledgeRows, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  fundingShare,
  keyHashScript,
  type OutputAt,
  outputsOf,
  pay,
  pledgeScript,
  refundShare,
  SIGHASH_ALL,
  SIGHASH_ANYONECANPAY,
  SIGHASH_SINGLE,
  type Transaction,
  txidOf,
  writtenOutput,
} from '@vc/ledger'
import { checkPledge, MOST_PLEDGES, MOST_PURCHASES, orderPayments } from '@vc/settlement'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { type DraftLeg, draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput } from '../../input.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { orderState, pledgeState, takesPart } from './order-state.ts'

const { coopOrders, coopPledges } = schema
type Order = typeof coopOrders.$inferSelect
/** So long a pledge that is not signed keeps its place. */
const SIGN_MS = 10 * 60_000
const pledging = z.strictObject({ commandKey: commandKeyInput, orderId: idInput, amount: amountInput })

/**
 * Drafts a pledge as one act of three transactions, all signed by the supporter's account: the value is put where nobody
 * else can move it, the share of the payment of all contracts, and the way back from the deadline on (docs/adr/0017). Only
 * the first is sent. Of an order that credit pays it is a purchase: put aside under a secret of its own until the buyer confirms
 * the delivery, and without that share (docs/adr/0034). Refuses `order-closed`, `own-order`, `pledge-over-need`,
 * `pledge-too-small`, `value-short`, `no-account`, `debtor-late`.
 */
export const pledgeRoute = allowed('coop.pledge', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(pledging)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => pledge(tx, ctx, input)))

async function pledge(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof pledging>) {
  const { commandKey: id, orderId, amount } = asked
  // Of two that pledge at once one waits, so that both together are not above the need.
  const [order] = await tx.select().from(coopOrders).where(eq(coopOrders.id, orderId)).for('update')
  if (!order) throw refusalToError({ code: 'not-found' })
  const same = and(eq(coopPledges.id, id), eq(coopPledges.createdBy, ctx.user.personId))
  const [known] = await tx.select({ actId: coopPledges.actId }).from(coopPledges).where(same)
  if (known) return known
  await mustTake(tx, ctx, order, amount)
  const { owner, values } = await coinsOf(
    tx,
    await ownAccounts(tx, ctx.user),
    CIRCULATION,
    amount + LEDGER_FEE,
  )
  const isPurchase = order.paidBy === 'credit'
  const own = isPurchase ? ctx.random(32) : null
  const legs = legsOf({ ...order, secret: own ?? order.secret }, fromHex(owner), values, amount)
  const kind = isPurchase ? 'order.buy' : 'order.pledge'
  const actId = await draftAct(tx, ctx, {
    ...{ kind, subject: { kind: 'order-pledge', id }, legs },
    expiresAt: new Date(ctx.clock.nowMs() + SIGN_MS),
  })
  const txid = toHex(txidOf(must(legs[0], 'the first of three legs').transaction))
  const { organisationId, personId: createdBy } = ctx.user
  const createdAt = new Date(ctx.clock.nowMs())
  const row = { id, orderId, organisationId, createdBy, keyHash: owner, amount, txid, actId, createdAt }
  await tx.insert(coopPledges).values({ ...row, secret: own })
  await auditIn(tx, ctx, { subject: id })
  return { actId }
}

/** Refuses what the order does not take. */
async function mustTake(tx: DbOrTransaction, ctx: MemberContext, order: Order, amount: bigint) {
  const cursor = must(await findCursor(tx), 'the portal follows a chain')
  const [rows, sent] = [await pledgeRows(tx, [order.id]), await orderSubmissions(tx, [order.id])]
  const at = { ...cursor, nowMs: ctx.clock.nowMs() }
  if (orderState(order, rows, sent, at) !== 'open') throw refusalToError({ code: 'order-closed' })
  const isPurchase = order.paidBy === 'credit'
  // Who buys from itself would bring nothing, and get credit on it.
  if (isPurchase && order.organisationId === ctx.user.organisationId)
    throw refusalToError({ code: 'own-order' })
  const taken = rows
    .filter((row) => takesPart(pledgeState(row, sent, at)))
    .reduce((sum, row) => sum + row.pledge.amount, 0n)
  const most = isPurchase ? MOST_PURCHASES : MOST_PLEDGES
  const checked = checkPledge({ need: order.need, taken, amount, most })
  if (checked.ok) return
  const { code, ...facts } = checked.refusal
  throw refusalToError({ code, facts: { ...facts, field: 'amount' } })
}

function legsOf(
  { secret, deadline, contracts, paidBy }: Order,
  owner: Uint8Array,
  values: readonly OutputAt[],
  amount: bigint,
): readonly DraftLeg[] {
  const to = pledgeScript({ secretHash: sha256(secret), deadline }, owner)
  const changeTo = keyHashScript(owner)
  const lock = pay({ values, payments: [{ to, amount }], fee: LEDGER_FEE, changeTo })
  const held = writtenOutput(lock, 0)
  const payments = orderPayments(contracts.map((one) => ({ ...one, amount: BigInt(one.amount) })))
  const share = (transaction: Transaction, type: number): DraftLeg => ({
    ...{ transaction, named: outputsOf([held]) },
    sign: { inputs: [0], acceptances: [], type: type | SIGHASH_ANYONECANPAY },
  })
  return [
    {
      transaction: lock,
      named: outputsOf(values),
      sign: { inputs: values.map((_, i) => i), acceptances: [] },
    },
    ...(paidBy === 'credit' ? [] : [share(fundingShare(held, payments), SIGHASH_ALL)]),
    share(refundShare(held, owner, deadline), SIGHASH_SINGLE),
  ]
}
