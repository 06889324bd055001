import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { change, creditorsTransfer, habits, lockTransfer, openAct, type Transfer } from './transfer-row.ts'

const { acts } = schema

/** The creditor says no, with its reason. A draft that takes signatures, or that the ledger has refused, is taken back. */
export const declineTransferRoute = allowed('credit.restructure', { ...habits, idempotency: 'same-result' })
  .input(z.strictObject({ transferId: idInput, reason: lineInput(500) }))
  .mutation(({ ctx, input: { transferId, reason } }) =>
    ctx.db.transaction(async (tx) => {
      const { transfer } = await creditorsTransfer(tx, ctx, transferId)
      await close(tx, ctx, transfer, { step: 'declined', reason })
      return {}
    }),
  )

/** The debtor takes its wish back, as long as nothing went to the ledger. */
export const withdrawTransferRoute = allowed('credit.transfer', { ...habits, idempotency: 'same-result' })
  .input(z.strictObject({ transferId: idInput }))
  .mutation(({ ctx, input: { transferId } }) =>
    ctx.db.transaction(async (tx) => {
      const transfer = await lockTransfer(tx, transferId)
      if (transfer.organisationId !== ctx.user.organisationId) throw refusalToError({ code: 'not-found' })
      await close(tx, ctx, transfer, { step: 'withdrawn' })
      return {}
    }),
  )

async function close(
  tx: DbOrTransaction,
  ctx: MemberContext,
  transfer: Transfer,
  to: { readonly step: 'declined' | 'withdrawn'; readonly reason?: string },
): Promise<void> {
  if (transfer.step === to.step) return
  const { actId } = transfer
  const state = actId === null ? undefined : await openAct(tx, ctx, actId)
  const isClosed = transfer.step === 'declined' || transfer.step === 'withdrawn'
  if (state === 'gone' || isClosed) throw refusalToError({ code: 'transfer-closed' })
  if (actId !== null && state !== undefined)
    await tx
      .update(acts)
      .set({ status: 'withdrawn', updatedAt: new Date(ctx.clock.nowMs()) })
      .where(eq(acts.id, actId))
  await change(tx, ctx, transfer.id, to)
}
