import { blocksPerDayOf } from '@vc/admission'
import { sha256, toHex } from '@vc/crypto'
import { findCursor, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { checkOrder, type OrderContract } from '@vc/settlement'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { actKeyOf } from '../../acts/act-key-of.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { lockOwnOrder, promisePublishing, suppliersOf, wakePublishing } from './suppliers.ts'

const { acts, coopOrders, coopSuppliers, works } = schema
const decides = { stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' } as const

const publishing = z.strictObject({
  commandKey: commandKeyInput,
  /** The own work that it is for, if it is for one. */
  workId: idInput.optional(),
  title: lineInput(120),
  buyer: lineInput(120),
  contracts: z
    .array(
      z.strictObject({
        name: lineInput(80),
        /** An address of a key, or 40 hex digits of its hash. */
        account: lineInput(200),
        amount: amountInput,
        reference: lineInput(80),
        /** What is delivered, and by which day. */
        goods: lineInput(120),
        due: z.iso.date(),
      }),
    )
    .min(1)
    .max(100),
  deadline: z.int().min(1).max(499_999_999),
  /** What its buyers pay on delivery, of an order whose suppliers credit pays (docs/adr/0034). */
  price: amountInput.optional(),
})
type Publishing = z.infer<typeof publishing>

/**
 * Publishes an order: its terms go onto the ledger as a record that this person's act key signs, and those of all suppliers of
 * other organisations with it, once they have agreed. Refuses `order-key-missing`, `payee-unknown`, `supplier-unknown`,
 * `not-found`, and what `checkOrder` refuses.
 */
export const publishRoute = allowed('coop.publish', decides)
  .input(publishing)
  .mutation(async ({ ctx, input }) => {
    const made = await ctx.db.transaction((tx) => prepare(tx, ctx, input))
    if (made.isReady) await wakePublishing(ctx, made.orderId)
    return { orderId: made.orderId }
  })

async function prepare(tx: DbOrTransaction, ctx: MemberContext, asked: Publishing) {
  const { commandKey: orderId, title, buyer, deadline, price } = asked
  const { organisationId, personId } = ctx.user
  const same = and(eq(coopOrders.id, orderId), eq(coopOrders.signerId, personId))
  const [known] = await tx.select({ id: coopOrders.id }).from(coopOrders).where(same)
  if (known) return { orderId, isReady: false }
  if (asked.workId !== undefined) await mustOwnWork(tx, ctx, asked.workId)
  const signerKey = await actKeyOf(tx, personId)
  if (!signerKey) throw refusalToError({ code: 'order-key-missing' })
  const contracts = await Promise.all(asked.contracts.map((contract) => contractOf(tx, contract)))
  const secret = ctx.random(32)
  const { height, parameters } = must(await findCursor(tx), 'the portal follows a chain')
  const priced = price === undefined ? {} : { price }
  const terms = { title, buyer, deadline, contracts, secretHash: toHex(sha256(secret)), ...priced }
  const checked = checkOrder(terms, height, blocksPerDayOf(parameters))
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
  const suppliers = await suppliersOf(tx, organisationId, contracts)
  const at = new Date(ctx.clock.nowMs())
  const isReady = suppliers.length === 0
  await tx.insert(coopOrders).values({
    ...{ workId: asked.workId ?? null, paidBy: price === undefined ? 'pledges' : 'credit' },
    ...{ id: orderId, organisationId, title, buyer, deadline, secret, need: checked.value },
    contracts: contracts.map((one) => ({ ...one, amount: String(one.amount) })),
    ...{ signerId: personId, signerKey, createdAt: at, updatedAt: at },
    step: isReady ? 'prepared' : 'agreeing',
  })
  if (!isReady)
    await tx.insert(coopSuppliers).values(suppliers.map((id) => ({ orderId, organisationId: id })))
  if (isReady) await promisePublishing(tx, orderId)
  await auditIn(tx, ctx, { subject: orderId })
  return { orderId, isReady }
}

async function mustOwnWork(tx: DbOrTransaction, { user }: MemberContext, workId: string): Promise<void> {
  const own = and(eq(works.id, workId), eq(works.organisationId, user.organisationId))
  const [work] = await tx.select({ id: works.id }).from(works).where(own)
  if (!work) throw refusalToError({ code: 'not-found' })
}

async function contractOf(
  tx: DbOrTransaction,
  asked: Publishing['contracts'][number],
): Promise<OrderContract> {
  const account = await keyHashNamed(tx, asked.account)
  if (!account) throw refusalToError({ code: 'payee-unknown', facts: { name: asked.name } })
  return { ...asked, account: toHex(account) }
}

/** A co-op takes an order back whose record is not signed yet, or a supplier does. Refuses `not-found`, `act-closed`. */
export const withdrawRoute = allowed('coop.publish', { ...decides, idempotency: 'same-result' })
  .input(z.strictObject({ orderId: idInput }))
  .mutation(({ ctx, input: { orderId } }) =>
    ctx.db.transaction(async (tx) => {
      const order = await lockOwnOrder(tx, ctx, orderId)
      if (order.step === 'withdrawn') return {}
      const updatedAt = new Date(ctx.clock.nowMs())
      const set = { status: 'withdrawn', updatedAt } as const
      const open = and(eq(acts.id, order.actId ?? orderId), eq(acts.status, 'open'))
      const ended = await tx.update(acts).set(set).where(open).returning({ id: acts.id })
      const isSigned = order.actId !== null && ended.length === 0
      if (!['agreeing', 'prepared'].includes(order.step) || isSigned)
        throw refusalToError({ code: 'act-closed' })
      await tx.update(coopOrders).set({ step: 'withdrawn', updatedAt }).where(eq(coopOrders.id, orderId))
      await auditIn(tx, ctx, { subject: orderId })
      return {}
    }),
  )
