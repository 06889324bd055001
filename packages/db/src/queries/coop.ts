import { CIRCULATION, DEBT } from '@vc/ledger'
import { and, asc, eq, inArray, isNull, lte, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { DbOrTransaction } from '../open.ts'
import { outputs } from '../schema/chain.ts'
import { coopOrders, coopPledges, coopSuppliers } from '../schema/coop.ts'
import { organisations } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'
import { writeOutbox } from '../stores/write-outbox.ts'
import { findCursor } from './cursor.ts'
import { isFree } from './unspent.ts'

/** A pledge with its act, the act of its delivery and, once a block has it, the output that holds it. */
export type PledgeRow = Awaited<ReturnType<typeof pledgeRows>>[number]

/** The pledges of orders, the oldest first. */
export function pledgeRows(db: DbOrTransaction, orderIds: readonly string[]) {
  const delivery = alias(acts, 'delivery')
  return db
    .select({ pledge: coopPledges, act: acts, delivery, output: outputs })
    .from(coopPledges)
    .innerJoin(acts, eq(acts.id, coopPledges.actId))
    .leftJoin(delivery, eq(delivery.id, coopPledges.deliveryActId))
    .leftJoin(outputs, and(eq(outputs.txid, coopPledges.txid), eq(outputs.index, 0)))
    .where(inArray(coopPledges.orderId, [...orderIds]))
    .orderBy(asc(coopPledges.createdAt), coopPledges.id)
}

/** Amounts that buyers have put aside for an order in final blocks and that nobody has moved, the largest first. */
export async function standingPurchases(db: DbOrTransaction, orderId: string): Promise<readonly bigint[]> {
  const cursor = await findCursor(db)
  const rows = await pledgeRows(db, [orderId])
  return rows
    .filter(
      ({ output }) => output?.spentHeight === null && output.createdHeight <= (cursor?.finalHeight ?? -1),
    )
    .map(({ pledge }) => pledge.amount)
    .sort((a, b) => (a > b ? -1 : a < b ? 1 : 0))
}

/**
 * Lots of a debt that nobody has cleared and that its debtor owes still: as its own transaction wrote them, or as restructurings
 * have since. With `free` those in circulation that nothing under way has chosen: what a payment there can clear.
 */
export function owedLotsOf(db: DbOrTransaction, txid: string, debtor: string, free = false) {
  const isOfLife = sql`${outputs.txid} in (
    with recursive life(txid) as (
      select ${txid}::text
      union select o.spent_by from outputs o join life on o.txid = life.txid
        where o.element = ${DEBT} and o.key_hash = ${debtor} and o.spent_by is not null)
    select life.txid from life)`
  const owed = and(eq(outputs.element, DEBT), eq(outputs.keyHash, debtor), isNull(outputs.spentHeight))
  const unpaid = and(owed, isOfLife)
  return db
    .select()
    .from(outputs)
    .where(free ? and(unpaid, eq(outputs.layer, CIRCULATION), isFree()) : unpaid)
    .orderBy(outputs.createdHeight, outputs.index)
}

/** Suppliers of orders beside the co-op itself, with their names. */
export function supplierRows(db: DbOrTransaction, orderIds: readonly string[]) {
  return db
    .select({ supplier: coopSuppliers, name: organisations.name, nameZh: organisations.nameZh })
    .from(coopSuppliers)
    .innerJoin(organisations, eq(organisations.id, coopSuppliers.organisationId))
    .where(inArray(coopSuppliers.orderId, [...orderIds]))
    .orderBy(organisations.name)
}

export const ORDER_FUNDING = 'order-funding'
export const ORDER_REFUND = 'order-refund'
const UNDER_WAY = ['queued', 'submitted'] as const

/** What the worker has sent for orders and the ledger has not refused: payments of contracts and pledges given back. */
export function orderSubmissions(db: DbOrTransaction, orderIds: readonly string[]) {
  return db
    .select()
    .from(submissions)
    .where(
      and(
        inArray(submissions.subjectKind, [ORDER_FUNDING, ORDER_REFUND]),
        inArray(submissions.subjectId, [...orderIds]),
        notInArray(submissions.state, ['refused']),
      ),
    )
}

/** Whether one of these is neither in a block nor refused. */
export const isUnderWay = ({ state }: typeof submissions.$inferSelect): boolean =>
  UNDER_WAY.some((one) => one === state)

/** Which of these key hashes owe what is overdue at a height: no block takes what they sign (consensus.md 15). */
export async function overdueDebtors(
  db: DbOrTransaction,
  keyHashes: readonly string[],
  height: number,
): Promise<ReadonlySet<string>> {
  const { keyHash, element, spentHeight, expiryHeight } = outputs
  const rows = await db
    .selectDistinct({ keyHash })
    .from(outputs)
    .where(
      and(
        inArray(keyHash, [...keyHashes, '']),
        eq(element, DEBT),
        isNull(spentHeight),
        lte(expiryHeight, height),
      ),
    )
  return new Set(rows.map((row) => row.keyHash ?? ''))
}

/** Orders with the organisation that published them, the newest first. */
export function orderRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({ order: coopOrders, act: acts, name: organisations.name, nameZh: organisations.nameZh })
    .from(coopOrders)
    .innerJoin(organisations, eq(organisations.id, coopOrders.organisationId))
    .leftJoin(acts, eq(acts.id, coopOrders.actId))
    .where(which)
    .orderBy(sql`${coopOrders.createdAt} desc`)
    .limit(200)
}

/**
 * Promises, once for each height, that every published order is looked after which may have something to do: its pledges reach
 * the need, one of them was spent, or its deadline is there. Called with every look at the chain, so that a deadline needs no
 * clock and a lost job no memory.
 */
export async function promiseOrders(tx: DbOrTransaction, height: number): Promise<void> {
  const { id, step, isClosed, deadline, paidBy } = coopOrders
  const isMoving = sql`exists (select 1 from coop_pledges p
    join outputs o on o.txid = p.txid and o.index = 0 where p.order_id = ${id}
    having bool_or(o.spent_height is not null) or sum(p.amount) >= ${coopOrders.need})`
  // What is put aside for an order that credit pays moves by its buyers' signatures, until the deadline.
  const isFunding = and(eq(paidBy, 'pledges'), isMoving)
  const isDue = or(lte(deadline, height + 1), isFunding)
  const rows = await tx
    .select({ orderId: id })
    .from(coopOrders)
    .where(and(eq(step, 'published'), eq(isClosed, false), isDue))
  for (const { orderId } of rows)
    await writeOutbox(tx, {
      ...{ topic: 'advance-order', payload: { orderId } },
      key: `advance-order-${orderId}-${height}`,
    })
}
