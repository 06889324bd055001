import { blocksPerDayOf } from '@vc/admission'
import { sha256, toHex } from '@vc/crypto'
import { findCursor, schema, writeOutbox } from '@vc/db'
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

const { acts, coopOrders, works } = schema
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
      }),
    )
    .min(1)
    .max(100),
  deadline: z.int().min(1).max(499_999_999),
})
type Publishing = z.infer<typeof publishing>

/**
 * Publishes an order: its terms go onto the ledger as a record that this person's act key signs. Refuses
 * `order-key-missing`, `payee-unknown`, `not-found`, and what `checkOrder` refuses.
 */
export const publishRoute = allowed('coop.publish', decides)
  .input(publishing)
  .mutation(async ({ ctx, input }) => {
    const made = await ctx.db.transaction((tx) => prepare(tx, ctx, input))
    if (made.isNew) await ctx.wake('publish-order', outboxKey(made.orderId))
    return made
  })

const outboxKey = (orderId: string) => `publish-order-${orderId}`

async function prepare(tx: DbOrTransaction, ctx: MemberContext, asked: Publishing) {
  const { commandKey: orderId, title, buyer, deadline } = asked
  const { organisationId, personId } = ctx.user
  const same = and(eq(coopOrders.id, orderId), eq(coopOrders.signerId, personId))
  const [known] = await tx.select({ id: coopOrders.id }).from(coopOrders).where(same)
  if (known) return { orderId, isNew: false }
  if (asked.workId !== undefined) await mustOwnWork(tx, ctx, asked.workId)
  const signerKey = await actKeyOf(tx, personId)
  if (!signerKey) throw refusalToError({ code: 'order-key-missing' })
  const contracts = await Promise.all(asked.contracts.map((contract) => contractOf(tx, contract)))
  const secret = ctx.random(32)
  const { height, parameters } = must(await findCursor(tx), 'the portal follows a chain')
  const terms = { title, buyer, deadline, contracts, secretHash: toHex(sha256(secret)) }
  const checked = checkOrder(terms, height, blocksPerDayOf(parameters))
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
  const at = new Date(ctx.clock.nowMs())
  await tx.insert(coopOrders).values({
    workId: asked.workId ?? null,
    ...{ id: orderId, organisationId, title, buyer, deadline, secret, need: checked.value },
    contracts: contracts.map((one) => ({ ...one, amount: String(one.amount) })),
    ...{ signerId: personId, signerKey, step: 'prepared', createdAt: at, updatedAt: at },
  })
  await writeOutbox(tx, { topic: 'publish-order', payload: { orderId }, key: outboxKey(orderId) })
  await auditIn(tx, ctx, { subject: orderId })
  return { orderId, isNew: true }
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

/** Takes an order back whose record is not signed yet. Refuses `not-found`, `act-closed`. */
export const withdrawRoute = allowed('coop.publish', { ...decides, idempotency: 'same-result' })
  .input(z.strictObject({ orderId: idInput }))
  .mutation(({ ctx, input: { orderId } }) =>
    ctx.db.transaction(async (tx) => {
      const own = and(eq(coopOrders.id, orderId), eq(coopOrders.organisationId, ctx.user.organisationId))
      const [order] = await tx.select().from(coopOrders).where(own).for('update')
      if (!order) throw refusalToError({ code: 'not-found' })
      if (order.step === 'withdrawn') return {}
      const updatedAt = new Date(ctx.clock.nowMs())
      const set = { status: 'withdrawn', updatedAt } as const
      const open = and(eq(acts.id, order.actId ?? orderId), eq(acts.status, 'open'))
      const ended = await tx.update(acts).set(set).where(open).returning({ id: acts.id })
      const isSigned = order.actId !== null && ended.length === 0
      if (order.step !== 'prepared' || isSigned) throw refusalToError({ code: 'act-closed' })
      await tx.update(coopOrders).set({ step: 'withdrawn', updatedAt }).where(own)
      await auditIn(tx, ctx, { subject: orderId })
      return {}
    }),
  )
