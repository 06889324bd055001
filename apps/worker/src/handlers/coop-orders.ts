import { LEDGER_FEE } from '@vc/admission'
import { fromHex, sha256, toHex } from '@vc/crypto'
import {
  type DbTransaction,
  findCursor,
  isUnderWay,
  ORDER_FUNDING,
  ORDER_REFUND,
  orderSubmissions,
  outputAtOf,
  overdueDebtors,
  type PledgeRow,
  pledgeRows,
  queueSubmission,
  schema,
  unspentByNames,
} from '@vc/db'
import { advanceOrder, publishOrder } from '@vc/jobs'
import { failpoint, must } from '@vc/kernel'
import {
  fundOrder,
  outputsOf,
  refundPledges,
  type SignedPledge,
  signInput,
  type Transaction,
} from '@vc/ledger'
import { ORDER_TABLE, type OrderTerms, orderPayments, orderValue } from '@vc/settlement'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { draftRecordAct, recordKeyFor, type Signer } from '../draft-record-act.ts'
import { networkOf, operatingCoins } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'

const { coopOrders } = schema
type Order = typeof coopOrders.$inferSelect
/** Which leg of a pledge's act is its share of the funding. */
const FUNDING_LEG = 1
/** Which leg is its way back: a purchase has no share of a funding. */
const refundLegOf = ({ paidBy }: Order): number => (paidBy === 'credit' ? 1 : 2)

/**
 * Drafts the record that publishes an order: its key is the order's id, its value the terms. The operating key pays the
 * commitment first; once a block has that, the act waits for the hardware keys of the co-op's officer and of every supplier of
 * another organisation: without one of them it can not be written.
 */
export const publishOrderHandler = domainHandler(publishOrder, async ({ orderId }, tx, deps) => {
  const order = await lockOrder(tx, orderId)
  if (order?.step !== 'prepared' || order.actId !== null) return
  const drafted = await draftRecordAct(tx, deps.operatingKey, {
    kind: 'order.publish',
    subject: { kind: 'order', id: orderId },
    commitmentSubject: { kind: 'order-commitment', id: orderId },
    write: {
      table: ORDER_TABLE,
      key: await recordKeyFor(tx, ORDER_TABLE, orderId),
      value: orderValue(termsOf(order)),
    },
    signer: { id: order.signerId, key: order.signerKey },
    others: await agreedSuppliers(tx, orderId),
    createdBy: order.organisationId,
  })
  if (!drafted) return
  const set = { actId: drafted.actId, reason: null, updatedAt: sql`now()` }
  await tx.update(coopOrders).set(set).where(eq(coopOrders.id, orderId))
})

/** The keys of the suppliers of other organisations, which have all agreed. */
async function agreedSuppliers(tx: DbTransaction, orderId: string): Promise<readonly Signer[]> {
  const { coopSuppliers } = schema
  const rows = await tx
    .select({ id: coopSuppliers.signerId, key: coopSuppliers.signerKey })
    .from(coopSuppliers)
    .where(eq(coopSuppliers.orderId, orderId))
    .orderBy(coopSuppliers.organisationId)
  return rows.map(({ id, key }) =>
    must(id && key ? { id, key } : undefined, 'an order is prepared when all suppliers have agreed'),
  )
}

async function lockOrder(tx: DbTransaction, id: string): Promise<Order | undefined> {
  const [order] = await tx.select().from(coopOrders).where(eq(coopOrders.id, id)).for('update')
  return order
}

function termsOf({ title, buyer, contracts, deadline, secret, paidBy, need }: Order): OrderTerms {
  const agreed = contracts.map((one) => ({ ...one, amount: BigInt(one.amount) }))
  const price = paidBy === 'credit' ? { price: need } : {}
  return { title, buyer, deadline, contracts: agreed, secretHash: toHex(sha256(secret)), ...price }
}

/**
 * Looks after a published order: pays all contracts in one transaction when final pledges make up the need before the
 * deadline, gives every pledge back from the deadline on, and is done when nothing is left. Whatever it sends is written
 * in the transaction that decided it, and it decides nothing while something is under way: so it may run at any time, be
 * killed anywhere, and run again.
 */
export const advanceOrderHandler = domainHandler(advanceOrder, async ({ orderId }, tx, deps) => {
  const order = await lockOrder(tx, orderId)
  if (order?.step !== 'published' || order.isClosed) return
  const sent = await orderSubmissions(tx, [orderId])
  if (sent.some(isUnderWay)) return
  const { height, finalHeight } = must(await findCursor(tx), 'the worker follows a chain')
  const rows = await pledgeRows(tx, [orderId])
  const standing = rows.filter(({ output }) => output && output.spentHeight === null)
  const late = await overdueDebtors(
    tx,
    rows.map(({ pledge }) => pledge.keyHash),
    height + 1,
  )
  const isPast = height + 1 >= order.deadline
  if (isPast)
    await giveBack(
      tx,
      order,
      standing.filter(({ pledge }) => !late.has(pledge.keyHash)),
      deps.operatingKey,
    )
  else if (order.paidBy === 'pledges' && late.size === 0 && isFunded(order, standing, finalHeight))
    await payContracts(tx, order, standing)
  await failpoint('order-after-decision')
  if (isOver(rows, isPast, finalHeight))
    await tx
      .update(coopOrders)
      .set({ isClosed: true, updatedAt: sql`now()` })
      .where(eq(coopOrders.id, orderId))
})

/** All that is needed, and each part of it final. */
function isFunded({ need }: Order, standing: readonly PledgeRow[], finalHeight: number): boolean {
  const isFinal = standing.every(({ output }) => (output?.createdHeight ?? Infinity) <= finalHeight)
  return isFinal && standing.reduce((sum, { pledge }) => sum + pledge.amount, 0n) === need
}

/** Past the deadline or paid, with nothing that still could come or go. */
function isOver(rows: readonly PledgeRow[], isPast: boolean, finalHeight: number): boolean {
  const isSettled = ({ act, output }: PledgeRow) =>
    output ? (output.spentHeight ?? Infinity) <= finalHeight : !isComing(act)
  const wasPaid = rows.some(({ output }) => output !== null && output.spentHeight !== null)
  return (isPast || wasPaid) && rows.every(isSettled)
}

/** Signed and on its way, or still to be signed. */
const isComing = ({ status, expiresAt }: PledgeRow['act']): boolean =>
  status === 'submitted' || (status === 'open' && expiresAt.getTime() > Date.now())

async function payContracts(tx: DbTransaction, order: Order, standing: readonly PledgeRow[]): Promise<void> {
  const shares = standing.map((row) => signedPledge(row, FUNDING_LEG))
  const funding = fundOrder(shares, orderPayments(termsOf(order).contracts), order.secret)
  await queueSubmission(tx, { transactions: [funding], subject: { kind: ORDER_FUNDING, id: order.id } })
}

/** The supporter's signature for one of the two ways that its pledge can go. */
function signedPledge({ act, output }: PledgeRow, leg: number): SignedPledge {
  const given = act.signatures.find(({ transaction }) => transaction === leg)
  const [item, key] = must(given, 'a pledge comes with both of its shares').signature.split(':')
  return {
    pledge: outputAtOf(must(output ?? undefined, 'a block has the pledge')),
    item: fromHex(item ?? ''),
    key: fromHex(key ?? ''),
  }
}

/** From the deadline on nothing is delivered any more: what was not signed by both holds the value no longer. */
async function endDeliveries(tx: DbTransaction, standing: readonly PledgeRow[]): Promise<void> {
  const { acts } = schema
  const ids = standing.flatMap(({ pledge }) => pledge.deliveryActId ?? [])
  if (ids.length === 0) return
  const set = { status: 'withdrawn', updatedAt: sql`now()` } as const
  await tx
    .update(acts)
    .set(set)
    .where(and(inArray(acts.id, ids), eq(acts.status, 'open')))
}

/** Those that their owners are not taking back by themselves. */
async function notTakenBack(tx: DbTransaction, standing: readonly PledgeRow[]) {
  const names = standing.map(({ pledge }) => `${pledge.txid}:0`)
  const free = new Set((await unspentByNames(tx, names, true)).map(({ txid }) => txid))
  return standing.filter(({ pledge }) => free.has(pledge.txid))
}

async function giveBack(
  tx: DbTransaction,
  order: Order,
  standing: readonly PledgeRow[],
  secret: Uint8Array,
): Promise<void> {
  await endDeliveries(tx, standing)
  const free = await notTakenBack(tx, standing)
  if (free.length === 0) return
  const { coins, changeTo } = await operatingCoins(tx, secret, LEDGER_FEE)
  const shares = free.map((row) => ({
    ...signedPledge(row, refundLegOf(order)),
    owner: fromHex(row.pledge.keyHash),
  }))
  const joined = refundPledges({ shares, deadline: order.deadline, coins, fee: LEDGER_FEE, changeTo })
  const named = outputsOf([...shares.map(({ pledge }) => pledge), ...coins])
  const network = await networkOf(tx)
  const signed = coins.reduce<Transaction>(
    (one, _, i) => signInput({ tx: one, named, network, index: shares.length + i, secret }),
    joined,
  )
  await queueSubmission(tx, { transactions: [signed], subject: { kind: ORDER_REFUND, id: order.id } })
}
