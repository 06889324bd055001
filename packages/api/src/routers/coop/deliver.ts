import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import {
  findCursor,
  orderSubmissions,
  outputAtOf,
  owedLotsOf,
  type PledgeRow,
  pledgeRows,
  schema,
  unspentByNames,
} from '@vc/db'
import { must } from '@vc/kernel'
import {
  keyHashScript,
  type OutputAt,
  openPledge,
  outputsOf,
  pay,
  repay,
  type Transaction,
  txidOf,
} from '@vc/ledger'
import { lotsToClear } from '@vc/settlement'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput, idInput, lineInput } from '../../input.ts'
import { mustBeOnTime, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { collectiveOf } from '../credit/collective-credit.ts'
import { applicationOn } from './credit.ts'
import { pledgeState } from './order-state.ts'
import { type OrderDebt, votedDebt } from './release.ts'

const { coopOrders, coopPledges, epcisDocuments, epcisThings } = schema
type Order = typeof coopOrders.$inferSelect
const DAY_MS = 86_400_000
/** So long a buyer has to confirm; until then nothing else takes the lots. */
const CONFIRM_DAYS = 3
const delivering = z.strictObject({
  orderId: idInput,
  /** Of the transaction that put the purchase aside. */
  txid: hexInput(32),
  /** The lot that was delivered, in GS1 Digital Link form ("01/GTIN/10/LOT"), whose way the co-op has recorded. */
  lot: lineInput(120).optional(),
})

/**
 * Says that a purchase of an own order is delivered, and drafts the one transaction that the buyer confirms it by: what was put
 * aside clears as many lots of the order's credit as it can, and the rest is the co-op's (docs/adr/0034). The co-op's account
 * signs for its lots, the buyer's for the value. Lots of a collective are cleared by its members' release, and the rest is the
 * collective's (docs/adr/0039). Refuses `not-found`, `order-closed`, `purchase-not-standing`, `order-credit-open`, `lot-unknown`,
 * `debtor-late`, `no-account`, `release-overtaken`.
 */
export const deliverRoute = allowed('coop.publish', {
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' },
})
  .input(delivering)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => deliver(tx, ctx, input)))

async function deliver(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof delivering>) {
  const { organisationId } = ctx.user
  const own = and(eq(coopOrders.id, asked.orderId), eq(coopOrders.organisationId, organisationId))
  const [order] = await tx.select().from(coopOrders).where(own).for('update')
  const row = (await pledgeRows(tx, [asked.orderId])).find(({ pledge }) => pledge.txid === asked.txid)
  if (order?.paidBy !== 'credit' || !row) throw refusalToError({ code: 'not-found' })
  const waiting = openAct(ctx, row)
  if (waiting) return waiting
  await mustStand(tx, ctx, order, row)
  if (asked.lot !== undefined) await mustBeRecorded(tx, organisationId, asked.lot)
  const { transaction, lock, debts, signers } = await deliveryOf(tx, ctx, order, row)
  await mustBeOnTime(tx, [...signers, row.pledge.keyHash])
  const named = outputsOf([lock, ...debts])
  const signed = signers.length > 0 ? named.map((_, i) => i) : [0]
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'order.deliver', subject: { kind: 'order-delivery', id: row.pledge.id } },
    legs: [{ transaction, named, sign: { inputs: signed, acceptances: [] } }],
    context: { amount: String(row.pledge.amount) },
    expiresAt: new Date(ctx.clock.nowMs() + CONFIRM_DAYS * DAY_MS),
  })
  const set = { deliveryActId: actId, deliveryTxid: toHex(txidOf(transaction)), lot: asked.lot ?? null }
  await tx.update(coopPledges).set(set).where(eq(coopPledges.id, row.pledge.id))
  await auditIn(tx, ctx, { subject: order.id })
  // Without lots there is nothing of the co-op's to sign for.
  return { actId, signs: signed.length > 1 }
}

function openAct({ clock }: MemberContext, { pledge, delivery }: PledgeRow) {
  if (delivery?.status !== 'open' || delivery.expiresAt.getTime() <= clock.nowMs()) return undefined
  return { actId: delivery.id, signs: delivery.required.some(({ key }) => key !== pledge.keyHash) }
}

/** Refuses what is not final, moved already, or too late. */
async function mustStand(tx: DbOrTransaction, ctx: MemberContext, order: Order, row: PledgeRow) {
  const cursor = must(await findCursor(tx), 'the portal follows a chain')
  if (cursor.height + 1 >= order.deadline) throw refusalToError({ code: 'order-closed' })
  const sent = await orderSubmissions(tx, [order.id])
  const [free] = await unspentByNames(tx, [`${row.pledge.txid}:0`], true)
  if (pledgeState(row, sent, { ...cursor, nowMs: ctx.clock.nowMs() }) !== 'final' || !free)
    throw refusalToError({ code: 'purchase-not-standing' })
}

async function mustBeRecorded(tx: DbOrTransaction, organisationId: string, lot: string): Promise<void> {
  const recorded = and(
    eq(epcisThings.thing, lot),
    eq(epcisDocuments.organisationId, organisationId),
    eq(epcisDocuments.step, 'recorded'),
  )
  const [found] = await tx
    .select({ thing: epcisThings.thing })
    .from(epcisThings)
    .innerJoin(epcisDocuments, eq(epcisDocuments.id, epcisThings.documentId))
    .where(recorded)
    .limit(1)
  if (!found) throw refusalToError({ code: 'lot-unknown' })
}

type Delivery = {
  readonly transaction: Transaction
  readonly lock: OutputAt
  readonly debts: readonly OutputAt[]
  /** The co-op's account, where it owes; nobody where a collective does, whose members have signed before. */
  readonly signers: readonly string[]
}

async function deliveryOf(
  tx: DbOrTransaction,
  ctx: MemberContext,
  order: Order,
  { pledge, output }: PledgeRow,
): Promise<Delivery> {
  const lock = outputAtOf(must(output ?? undefined, 'a standing purchase is in a block'))
  const { changeTo, lots, signers, open } = await debtOn(tx, ctx, order)
  const debts = lotsToClear(lots, pledge.amount, LEDGER_FEE).map(outputAtOf)
  const rest = { to: changeTo, amount: pledge.amount - LEDGER_FEE }
  const paid =
    debts.length > 0
      ? repay({ debts, values: [lock], fee: LEDGER_FEE, changeTo })
      : pay({ values: [lock], payments: [rest], fee: LEDGER_FEE, changeTo })
  const secret = must(pledge.secret ?? undefined, 'a purchase has a secret of its own')
  return { transaction: open(openPledge(paid, secret), debts), lock, debts, signers }
}

/** The account of this person that owes for the order, or any account where nothing is owed; or the collective that owes. */
async function debtOn(tx: DbOrTransaction, ctx: MemberContext, order: Order): Promise<OrderDebt> {
  const asked = await applicationOn(tx, order.id)
  if (asked && asked.txid === null) throw refusalToError({ code: 'order-credit-open' })
  const lots = asked?.txid ? await owedLotsOf(tx, asked.txid, asked.debtKeyHash, true) : []
  const collective = asked && (await collectiveOf(tx, asked))
  if (collective) return votedDebt(tx, collective, lots)
  const own = await ownAccounts(tx, ctx.user)
  const payee = asked?.debtKeyHash ?? own[0]
  if (payee === undefined || !own.includes(payee)) throw refusalToError({ code: 'no-account' })
  return { changeTo: keyHashScript(fromHex(payee)), lots, signers: [payee], open: (paid) => paid }
}
