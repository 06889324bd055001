import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { caseOf } from './case-of.ts'

const { acts, creditTransfers } = schema
export type Transfer = typeof creditTransfers.$inferSelect
export const habits = { stepUp: 'none', audit: 'decision', rate: 'act' } as const

/** `open` while it takes signatures, `gone` once it is with the ledger; undefined when it came to nothing. */
export async function openAct(tx: DbOrTransaction, ctx: MemberContext, actId: string) {
  const [act] = await tx.select().from(acts).where(eq(acts.id, actId))
  if (!act || act.status === 'withdrawn' || act.status === 'refused') return undefined
  if (act.status !== 'open') return 'gone' as const
  return act.expiresAt.getTime() > ctx.clock.nowMs() ? ('open' as const) : undefined
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
