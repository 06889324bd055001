import { blocksPerDayOf } from '@vc/admission'
import {
  findCursor,
  orderRows,
  orderSubmissions,
  type PledgeRow,
  pledgeRows,
  schema,
  supplierRows,
} from '@vc/db'
import { must } from '@vc/kernel'
import { FUNDING_FEE, leastPledge, MOST_CONTRACTS, MOST_PLEDGES, MOST_PURCHASES } from '@vc/settlement'
import { and, eq, inArray, or } from 'drizzle-orm'
import { z } from 'zod'
import type { MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { creditOf } from './credit.ts'
import { type OrderMoment, orderState, pledgeState, takesPart } from './order-state.ts'
import { needsRelease } from './release.ts'
import { isSupplier } from './suppliers.ts'

const { coopOrders } = schema
type Row = Awaited<ReturnType<typeof orderRows>>[number]
type Sent = Awaited<ReturnType<typeof orderSubmissions>>

/** What stands on the ledger is everybody's; what is only prepared is the co-op's own and its suppliers'. */
const visibleTo = ({ db, user: { organisationId } }: MemberContext) =>
  or(
    eq(coopOrders.step, 'published'),
    eq(coopOrders.organisationId, organisationId),
    isSupplier(db, organisationId),
  )

async function momentOf(ctx: MemberContext) {
  const cursor = must(await findCursor(ctx.db), 'the portal follows a chain')
  return { cursor, at: { ...cursor, nowMs: ctx.clock.nowMs() } }
}

/** Every order of the network, the newest first, with how far its funding is. */
export const ordersRoute = allowed('coop.list', reads).query(async ({ ctx }) => {
  const rows = await orderRows(ctx.db, visibleTo(ctx))
  const ids = rows.map(({ order }) => order.id)
  const all = await partsOf(ctx, ids)
  const { cursor, at } = await momentOf(ctx)
  const ofOrder = (id: string): Parts => ({
    pledges: all.pledges.filter(({ pledge }) => pledge.orderId === id),
    sent: all.sent.filter(({ subjectId }) => subjectId === id),
    suppliers: all.suppliers.filter(({ supplier }) => supplier.orderId === id),
  })
  const blocksPerDay = blocksPerDayOf(cursor.parameters)
  return {
    orders: rows.map((row) => shown(ctx, row, ofOrder(row.order.id), at)),
    ...{ height: cursor.height, blocksPerDay, fundingFee: FUNDING_FEE, mostContracts: MOST_CONTRACTS },
  }
})

type Supplier = Awaited<ReturnType<typeof supplierRows>>[number]
type Parts = {
  readonly pledges: readonly PledgeRow[]
  readonly sent: Sent
  readonly suppliers: readonly Supplier[]
}

const partsOf = async ({ db }: MemberContext, ids: readonly string[]): Promise<Parts> => ({
  pledges: await pledgeRows(db, ids),
  sent: await orderSubmissions(db, ids),
  suppliers: await supplierRows(db, ids),
})

function shown(
  ctx: MemberContext,
  { order, act, name, nameZh }: Row,
  { pledges, sent, suppliers }: Parts,
  at: OrderMoment,
) {
  const { id, workId, title, buyer, need, paidBy, deadline, contracts, txid, height, reason } = order
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
      paidBy,
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
    least: leastPledge(need, need - pledged, paidBy === 'credit' ? MOST_PURCHASES : MOST_PLEDGES),
    /** The other organisations whose keys the terms need, and whether each has agreed. */
    suppliers: suppliers.map(({ supplier, ...names }) => ({
      ...names,
      hasAgreed: supplier.joinedAt !== null,
      isMine: supplier.organisationId === ctx.user.organisationId,
    })),
    /** The record that waits for this person's key, the officer's or a supplier's. */
    actId: signersOf(order, suppliers).includes(ctx.user.personId) ? order.actId : null,
    fundingTxid: sent.find(({ subjectKind }) => subjectKind === 'order-funding')?.txids[0] ?? null,
  }
}

const signersOf = ({ signerId }: Row['order'], suppliers: readonly Supplier[]) => [
  signerId,
  ...suppliers.map(({ supplier }) => supplier.signerId),
]

/** One order with every pledge: how much, how it stands and where; whose it is only the supporter is told. */
export const showRoute = allowed('coop.list', reads)
  .input(z.strictObject({ orderId: idInput }))
  .query(async ({ ctx, input: { orderId } }) => {
    const [row] = await orderRows(ctx.db, and(inArray(coopOrders.id, [orderId]), visibleTo(ctx)))
    if (!row) throw refusalToError({ code: 'not-found' })
    const parts = await partsOf(ctx, [orderId])
    const { cursor, at } = await momentOf(ctx)
    const told = parts.pledges
      .map((one) => shownPledge(ctx, row, one, parts.sent, at))
      .filter(({ state }) => state !== 'dropped')
    return {
      ...{ order: shown(ctx, row, parts, at), pledges: told, height: cursor.height },
      blocksPerDay: blocksPerDayOf(cursor.parameters),
      credit:
        row.order.paidBy === 'credit'
          ? { ...(await creditOf(ctx, row.order)), needsRelease: await needsRelease(ctx, row.order) }
          : null,
    }
  })

function shownPledge({ user }: MemberContext, { order }: Row, row: PledgeRow, sent: Sent, at: OrderMoment) {
  const { pledge, act, delivery, output } = row
  const isMine = pledge.createdBy === user.personId
  const state = pledgeState(row, sent, at)
  return {
    ...{ txid: pledge.txid, amount: pledge.amount, createdAt: pledge.createdAt, isMine, state },
    height: output?.createdHeight ?? null,
    /** Where it went: the payment of all contracts, or back to the supporter. */
    spentBy: output?.spentBy ?? null,
    actId: isMine && state === 'signing' ? act.id : null,
    /** The lot that the co-op says to have delivered. */
    lot: pledge.lot,
    /** The delivery that waits for its keys, told to buyer and co-op. */
    delivery:
      delivery && state === 'final' && (isMine || order.organisationId === user.organisationId)
        ? openDelivery(delivery, row, at)
        : null,
  }
}

/** Which of the two have signed a delivery that still takes signatures; null when there is none. */
function openDelivery(
  delivery: NonNullable<PledgeRow['delivery']>,
  { pledge }: PledgeRow,
  { nowMs }: OrderMoment,
) {
  if (delivery.status !== 'open' || delivery.expiresAt.getTime() <= nowMs) return null
  const isSigned = (isBuyers: boolean) =>
    delivery.required
      .filter(({ key }) => (key === pledge.keyHash) === isBuyers)
      .every((asked) =>
        delivery.signatures.some(({ index, key }) => index === asked.index && key === asked.key),
      )
  return { actId: delivery.id, buyerSigned: isSigned(true), coopSigned: isSigned(false) }
}
