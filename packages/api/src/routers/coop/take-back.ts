import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { findCursor, outputAtOf, pledgeRows, schema, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import { reclaimPledges } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { coopOrders } = schema
/** So long the act that is not signed keeps the worker from giving the same pledge back. */
const SIGN_MS = 10 * 60_000

/**
 * A supporter's own way back (docs/adr/0017): drafts one payment of the own pledges to the own account, when the order's time is
 * over and nobody else has begun to give them back. The fee comes out of them. Refuses `not-found`, `order-open`,
 * `pledges-on-their-way`.
 */
export const takeBackRoute = allowed('coop.pledge', {
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' },
})
  .input(z.strictObject({ orderId: idInput }))
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => takeBack(tx, ctx, input.orderId)))

async function takeBack(tx: DbOrTransaction, ctx: MemberContext, orderId: string) {
  const [order] = await tx.select().from(coopOrders).where(eq(coopOrders.id, orderId)).for('update')
  const { owner, standing } = await ownPledges(tx, ctx, orderId)
  if (!order || owner === undefined) throw refusalToError({ code: 'not-found' })
  const { height } = must(await findCursor(tx), 'the portal follows a chain')
  const { deadline } = order
  if (height + 1 < deadline) throw refusalToError({ code: 'order-open', facts: { deadline } })
  const pledges = (await unspentByNames(tx, standing, true)).map(outputAtOf)
  if (pledges.length === 0) throw refusalToError({ code: 'pledges-on-their-way' })
  const back = reclaimPledges({ pledges, owner: fromHex(owner), deadline, fee: LEDGER_FEE })
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'order.take-back', subject: { kind: 'order-take-back', id: orderId } },
    legs: [legOf(back, pledges)],
    expiresAt: new Date(ctx.clock.nowMs() + SIGN_MS),
  })
  await auditIn(tx, ctx, { subject: orderId })
  return { actId }
}

/** The names of the own pledges that blocks have, of the first own account that has any. */
async function ownPledges(tx: DbOrTransaction, ctx: MemberContext, orderId: string) {
  const own = await ownAccounts(tx, ctx.user)
  const rows = (await pledgeRows(tx, [orderId])).filter(({ pledge }) => own.includes(pledge.keyHash))
  const owner = rows[0]?.pledge.keyHash
  const mine = rows.filter(({ pledge, output }) => pledge.keyHash === owner && output !== null)
  return { owner, standing: mine.map(({ pledge }) => `${pledge.txid}:0`) }
}
