import { blocksPerDayOf } from '@vc/admission'
import { findCursor, orderRows, orderSubmissions, type PledgeRow, pledgeRows, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { FUNDING_FEE, leastPledge, MOST_CONTRACTS } from '@vc/settlement'
import { and, eq, inArray, or } from 'drizzle-orm'
import { z } from 'zod'
import type { MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type OrderMoment, orderState, pledgeState, takesPart } from './order-state.ts'

const { coopOrders } = schema
type Row = Awaited<ReturnType<typeof orderRows>>[number]
type Sent = Awaited<ReturnType<typeof orderSubmissions>>

/** What stands on the ledger is everybody's; what is only prepared is the co-op's own. */
const visibleTo = ({ organisationId }: MemberContext['user']) =>
  or(eq(coopOrders.step, 'published'), eq(coopOrders.organisationId, organisationId))

async function momentOf(ctx: MemberContext) {
  const cursor = must(await findCursor(ctx.db), 'the portal follows a chain')
  return { cursor, at: { ...cursor, nowMs: ctx.clock.nowMs() } }
}

/** Every order of the network, the newest first, with how far its funding is. */
export const ordersRoute = allowed('coop.list', reads).query(async ({ ctx }) => {
  const rows = await orderRows(ctx.db, visibleTo(ctx.user))
  const ids = rows.map(({ order }) => order.id)
  const [pledges, sent] = [await pledgeRows(ctx.db, ids), await orderSubmissions(ctx.db, ids)]
  const { cursor, at } = await momentOf(ctx)
  const ofOrder = (id: string) => ({
    pledges: pledges.filter(({ pledge }) => pledge.orderId === id),
    sent: sent.filter(({ subjectId }) => subjectId === id),
  })
  const blocksPerDay = blocksPerDayOf(cursor.parameters)
  return {
    orders: rows.map((row) => shown(ctx, row, ofOrder(row.order.id), at)),
    ...{ height: cursor.height, blocksPerDay, fundingFee: FUNDING_FEE, mostContracts: MOST_CONTRACTS },
  }
})

type Parts = { readonly pledges: readonly PledgeRow[]; readonly sent: Sent }

function shown(
  ctx: MemberContext,
  { order, act, name, nameZh }: Row,
  { pledges, sent }: Parts,
  at: OrderMoment,
) {
  const { id, workId, title, buyer, need, deadline, contracts, txid, height, reason } = order
  const counting = pledges.filter((row) => takesPart(pledgeState(row, sent, at)))
  const sumOf = (rows: readonly PledgeRow[]) => rows.reduce((sum, { pledge }) => sum + pledge.amount, 0n)
  const pledged = sumOf(counting)
  const isMine = order.organisationId === ctx.user.organisationId
  return {
    ...{
      id,
      workId,
      title,
      buyer,
      need,
      deadline,
      txid,
      height,
      reason,
      isMine,
      organisation: { name, nameZh },
    },
    state: orderState({ ...order, actStatus: act?.status ?? null }, pledges, sent, at),
    contracts: contracts.map((one) => ({ ...one, amount: BigInt(one.amount) })),
    pledged,
    standing: sumOf(counting.filter(({ output }) => output !== null)),
    supporters: counting.length,
    least: leastPledge(need, need - pledged),
    /** The record that waits for this officer's key. */
    actId: order.signerId === ctx.user.personId ? order.actId : null,
    fundingTxid: sent.find(({ subjectKind }) => subjectKind === 'order-funding')?.txids[0] ?? null,
  }
}

/** One order with every pledge: how much, how it stands and where; whose it is only the supporter is told. */
export const showRoute = allowed('coop.list', reads)
  .input(z.strictObject({ orderId: idInput }))
  .query(async ({ ctx, input: { orderId } }) => {
    const [row] = await orderRows(ctx.db, and(inArray(coopOrders.id, [orderId]), visibleTo(ctx.user)))
    if (!row) throw refusalToError({ code: 'not-found' })
    const [pledges, sent] = [await pledgeRows(ctx.db, [orderId]), await orderSubmissions(ctx.db, [orderId])]
    const { cursor, at } = await momentOf(ctx)
    const told = pledges
      .map((one) => shownPledge(ctx, one, sent, at))
      .filter(({ state }) => state !== 'dropped')
    return { order: shown(ctx, row, { pledges, sent }, at), pledges: told, height: cursor.height }
  })

function shownPledge({ user }: MemberContext, row: PledgeRow, sent: Sent, at: OrderMoment) {
  const { pledge, act, output } = row
  const isMine = pledge.createdBy === user.personId
  const state = pledgeState(row, sent, at)
  return {
    ...{ txid: pledge.txid, amount: pledge.amount, createdAt: pledge.createdAt, isMine, state },
    height: output?.createdHeight ?? null,
    /** Where it went: the payment of all contracts, or back to the supporter. */
    spentBy: output?.spentBy ?? null,
    actId: isMine && state === 'signing' ? act.id : null,
  }
}
