import type { DueRow } from '@vc/db'
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

/** How a share stands, by its payment or credit and the blocks, never stored. */
export function dueState({ due, application, act, submission }: DueRow, nowMs: number): DueState {
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
export function delayOf({ due, submission, paidAt }: DueRow): number | null {
  if (paidAt === null || (submission?.state !== 'in-block' && submission?.state !== 'final')) return null
  return Math.max(0, Math.floor(paidAt / 86_400) - dayNumber(due.day))
}

/** Days since an arrear was due; 0 for anything that is not one. */
export const ageOf = ({ due }: DueRow, nowMs: number): number =>
  Math.max(0, dayNumber(todayAt(nowMs)) - dayNumber(due.dueDay))
