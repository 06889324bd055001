import type { DueSum } from '@vc/db'
import { dayNumber } from '@vc/settlement'
import { todayAt } from './read-statement.ts'

export type DueState =
  | 'due'
  | 'arrear'
  | 'signing'
  | 'on-its-way'
  | 'paid'
  | 'paid-final'
  | 'credit-asked'
  | 'debt'
  | 'to-set-off'
  | 'set-off'

/** What of a share nothing was set off from; of an excess (below zero) what was not set off against anything yet. */
export const leftOf = ({ due, setOff }: Pick<DueSum, 'due' | 'setOff'>): bigint =>
  due.amount < 0n ? due.amount + setOff : due.amount - setOff

/** How a share stands, by its payment or credit and the blocks, never stored. */
export function dueState(row: DueSum, nowMs: number): DueState {
  const { due, application, act, submission } = row
  const left = leftOf(row)
  if (left <= 0n) return left < 0n ? 'to-set-off' : 'set-off'
  if (application?.step === 'applied' || application?.step === 'approving') return 'credit-asked'
  const isIn = submission?.state === 'in-block' || submission?.state === 'final'
  if (application?.step === 'given' && isIn) return 'debt'
  if (isIn) return submission.state === 'final' ? 'paid-final' : 'paid'
  if (submission?.state === 'queued' || submission?.state === 'submitted') return 'on-its-way'
  if (act?.status === 'open' && act.expiresAt.getTime() > nowMs) return 'signing'
  return todayAt(nowMs) > due.dueDay ? 'arrear' : 'due'
}

/** Nobody pays it yet: it may be paid, or become debt. */
export const isOwed = (state: DueState): boolean => state === 'due' || state === 'arrear'

/** Days from the sale to the block that paid; null while none has. */
export function delayOf({ due, submission, paidAt }: DueSum): number | null {
  if (paidAt === null || (submission?.state !== 'in-block' && submission?.state !== 'final')) return null
  return Math.max(0, Math.floor(paidAt / 86_400) - dayNumber(due.day))
}

/** Days since an arrear was due; 0 for anything that is not one. */
export const ageOf = ({ due }: DueSum, nowMs: number): number =>
  Math.max(0, dayNumber(todayAt(nowMs)) - dayNumber(due.dueDay))
