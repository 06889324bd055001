import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { across, schema, writeOutbox } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import type { OrderContract } from '@vc/settlement'
import { and, eq, exists, inArray, or } from 'drizzle-orm'
import { z } from 'zod'
import { actKeyOf } from '../../acts/act-key-of.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { coopOrders, coopSuppliers } = schema
const outboxKey = (orderId: string) => `publish-order-${orderId}`

/** Promises the draft of an order's record, whose signers are all known. */
export const promisePublishing = (tx: DbOrTransaction, orderId: string) =>
  writeOutbox(tx, { topic: 'publish-order', payload: { orderId }, key: outboxKey(orderId) })
export const wakePublishing = (ctx: MemberContext, orderId: string) =>
  ctx.wake('publish-order', outboxKey(orderId))

/** Whether an organisation supplies something to an order. */
export const isSupplier = (db: DbOrTransaction, organisationId: string) =>
  exists(
    db
      .select({ id: coopSuppliers.orderId })
      .from(coopSuppliers)
      .where(and(eq(coopSuppliers.orderId, coopOrders.id), eq(coopSuppliers.organisationId, organisationId))),
  )

/** An order that the own organisation published or supplies to, locked. Refuses `not-found`. */
export async function lockOwnOrder(tx: DbOrTransaction, { user }: MemberContext, orderId: string) {
  const { organisationId } = user
  const mine = or(eq(coopOrders.organisationId, organisationId), isSupplier(tx, organisationId))
  const [order] = await tx
    .select()
    .from(coopOrders)
    .where(and(eq(coopOrders.id, orderId), mine))
    .for('update')
  if (!order) throw refusalToError({ code: 'not-found' })
  return order
}

/**
 * The other organisations whose accounts the contracts pay: their keys sign the terms too. Refuses `supplier-unknown` for an
 * account that is the main one of nobody here, since nobody could agree for it.
 */
export async function suppliersOf(
  tx: DbOrTransaction,
  own: string,
  contracts: readonly OrderContract[],
): Promise<readonly string[]> {
  const accounts = [...new Set(contracts.map(({ account }) => account))]
  const { organisationId: id, debtKeyHash } = sealedSeeds
  const rows = await across(tx, async (all) =>
    all
      .selectDistinct({ id, debtKeyHash })
      .from(sealedSeeds)
      .where(inArray(debtKeyHash, accounts.map(fromHex))),
  )
  const holders = Map.groupBy(rows, (row) => toHex(row.debtKeyHash))
  const found = contracts.map(({ account, name }) => {
    const ids = (holders.get(account) ?? []).map((row) => row.id)
    if (ids[0] === undefined) throw refusalToError({ code: 'supplier-unknown', facts: { name } })
    return ids.includes(own) ? own : ids[0]
  })
  return [...new Set(found)].filter((one) => one !== own)
}

/**
 * A supplier agrees to its contracts of an order with this person's act key, which signs the terms beside the co-op's. With the
 * last of them the record is prepared. Refuses `not-found`, `order-key-missing`, `party-key-twice`, `order-closed`.
 */
export const agreeRoute = allowed('coop.publish', {
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' },
})
  .input(z.strictObject({ orderId: idInput }))
  .mutation(async ({ ctx, input: { orderId } }) => {
    const isLast = await ctx.db.transaction((tx) => agree(tx, ctx, orderId))
    if (isLast) await wakePublishing(ctx, orderId)
    return {}
  })

async function agree(tx: DbOrTransaction, ctx: MemberContext, orderId: string): Promise<boolean> {
  const { organisationId, personId: signerId } = ctx.user
  const order = await lockOwnOrder(tx, ctx, orderId)
  const suppliers = await tx.select().from(coopSuppliers).where(eq(coopSuppliers.orderId, orderId))
  const mine = suppliers.find((one) => one.organisationId === organisationId)
  if (!mine) throw refusalToError({ code: 'not-found' })
  if (mine.joinedAt) return false
  if (order.step !== 'agreeing') throw refusalToError({ code: 'order-closed' })
  const signerKey = await actKeyOf(tx, signerId)
  if (!signerKey) throw refusalToError({ code: 'order-key-missing' })
  const taken = [order.signerKey, ...suppliers.map((one) => one.signerKey)]
  if (taken.some((key) => key && equalBytes(key, signerKey)))
    throw refusalToError({ code: 'party-key-twice' })
  const joinedAt = new Date(ctx.clock.nowMs())
  const own = and(eq(coopSuppliers.orderId, orderId), eq(coopSuppliers.organisationId, organisationId))
  await tx.update(coopSuppliers).set({ signerId, signerKey, joinedAt }).where(own)
  await auditIn(tx, ctx, { subject: orderId })
  if (suppliers.some((one) => one !== mine && !one.joinedAt)) return false
  await tx.update(coopOrders).set({ step: 'prepared', updatedAt: joinedAt }).where(eq(coopOrders.id, orderId))
  await promisePublishing(tx, orderId)
  return true
}
