import { ORDER_FUNDING, type PledgeRow, type schema } from '@vc/db'
import { type ActState, actState, type ChainMoment } from '../../acts/act-state.ts'

type Order = Pick<
  typeof schema.coopOrders.$inferSelect,
  'step' | 'deadline' | 'actId' | 'finality' | 'paidBy' | 'need'
>
type Submission = Pick<typeof schema.submissions.$inferSelect, 'subjectKind' | 'txids' | 'state' | 'height'>
export type OrderMoment = ChainMoment & { readonly height: number }

export type PledgeState = ActState | 'paid' | 'delivered' | 'returned'

/**
 * How a pledge stands, by its act and the blocks: to be signed, on its way, standing (in a block, final), paid to the
 * suppliers, paid for what was delivered, given back, or come to nothing.
 */
export function pledgeState(
  { pledge, act, output }: PledgeRow,
  submissions: readonly Submission[],
  at: OrderMoment,
): PledgeState {
  if (output && output.spentHeight !== null && output.spentBy === pledge.deliveryTxid) return 'delivered'
  if (output && output.spentHeight !== null)
    return fundings(submissions).some(({ txids }) => txids.includes(output.spentBy ?? ''))
      ? 'paid'
      : 'returned'
  return actState(act, output?.createdHeight ?? null, at)
}

const fundings = (submissions: readonly Submission[]) =>
  submissions.filter(({ subjectKind, state }) => subjectKind === ORDER_FUNDING && state !== 'refused')

/** Whether a pledge counts against the need. */
export const takesPart = (state: PledgeState): boolean => state !== 'dropped' && state !== 'returned'

export type OrderState =
  | 'agreeing'
  | 'preparing'
  | 'to-sign'
  | 'recording'
  | 'open'
  | 'paying'
  | 'paid'
  | 'paid-final'
  | 'delivered'
  | 'returning'
  | 'returned'
  | 'refused'
  | 'withdrawn'

/**
 * How an order stands, computed from its record, its pledges and the blocks, never stored. `open` from its record in a block
 * to the deadline; after that pledges go back until none is left.
 */
export function orderState(
  order: Order & { readonly actStatus?: string | null },
  rows: readonly PledgeRow[],
  submissions: readonly Submission[],
  at: OrderMoment,
): OrderState {
  if (order.step === 'prepared') return beforeRecord(order)
  if (order.step !== 'published') return order.step
  if (order.paidBy === 'credit') return boughtState(order, rows, submissions, at)
  const [funding] = fundings(submissions)
  if (funding)
    return funding.state === 'final' ? 'paid-final' : funding.state === 'in-block' ? 'paid' : 'paying'
  if (at.height + 1 < order.deadline) return 'open'
  const isLeft = rows.some((row) => isLeftOver(pledgeState(row, submissions, at)))
  return isLeft ? 'returning' : 'returned'
}

/** Of an order whose buyers pay on delivery: delivered once all of its price is paid, or what was bought of it by its deadline. */
function boughtState(
  { need, deadline }: Pick<Order, 'need' | 'deadline'>,
  rows: readonly PledgeRow[],
  submissions: readonly Submission[],
  at: OrderMoment,
): OrderState {
  const states = rows.map((row) => ({ amount: row.pledge.amount, state: pledgeState(row, submissions, at) }))
  const paid = states.reduce((sum, { amount, state }) => (state === 'delivered' ? sum + amount : sum), 0n)
  if (paid === need) return 'delivered'
  if (at.height + 1 < deadline) return 'open'
  if (states.some(({ state }) => isLeftOver(state))) return 'returning'
  return paid > 0n ? 'delivered' : 'returned'
}

const isLeftOver = (state: PledgeState) => ['on-its-way', 'in-block', 'final'].includes(state)

const beforeRecord = ({ actId, actStatus }: { actId: string | null; readonly actStatus?: string | null }) =>
  actId === null ? 'preparing' : actStatus === 'open' ? 'to-sign' : 'recording'
