import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { findAct } from '../../acts/stored-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { caseOf } from './case-of.ts'
import { wasRefused } from './credit-of-now.ts'

const { creditTransfers } = schema
export type Transfer = typeof creditTransfers.$inferSelect
export const habits = { stepUp: 'none', audit: 'decision', rate: 'act' } as const

/**
 * `open` while it takes signatures, `gone` once it is with the ledger, `refused` when that would not have it and it can still take
 * signatures again; undefined when it came to nothing. The act is locked.
 */
export async function openAct(tx: DbOrTransaction, ctx: MemberContext, actId: string) {
  const act = await findAct(tx, actId, true)
  if (!act || act.status === 'withdrawn' || act.status === 'refused') return undefined
  const isBack = await wasRefused(tx, act)
  if (act.status !== 'open' && !isBack) return 'gone' as const
  if (act.expiresAt.getTime() <= ctx.clock.nowMs()) return undefined
  return isBack ? ('refused' as const) : ('open' as const)
}

/** Writes what became of a transfer, and notes it. */
export async function change(
  tx: DbOrTransaction,
  ctx: MemberContext,
  id: string,
  to: Partial<Transfer>,
): Promise<void> {
  const updatedAt = new Date(ctx.clock.nowMs())
  await tx
    .update(creditTransfers)
    .set({ ...to, updatedAt })
    .where(eq(creditTransfers.id, id))
  await auditIn(tx, ctx, { subject: id })
}

/** Refuses `not-found`. */
export async function lockTransfer(tx: DbOrTransaction, id: string): Promise<Transfer> {
  const [row] = await tx.select().from(creditTransfers).where(eq(creditTransfers.id, id)).for('update')
  if (!row) throw refusalToError({ code: 'not-found' })
  return row
}

/** A transfer with its debt, for the authority whose agent gave it; others' are `not-found`. */
export async function creditorsTransfer(tx: DbOrTransaction, ctx: MemberContext, id: string) {
  const transfer = await lockTransfer(tx, id)
  const told = await caseOf(tx, ctx, transfer.root)
  if (!told.isCreditor) throw refusalToError({ code: 'not-found' })
  return { transfer, told }
}
