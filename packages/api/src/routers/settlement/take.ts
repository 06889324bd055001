import { poolCoins, poolKeysOf, schema, writeOutbox } from '@vc/db'
import { decideApproval } from '@vc/settlement'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { lockBatch } from './find-batch.ts'
import { withFacts } from './with-facts.ts'

/**
 * Somebody else than who brought the batch takes it for approval, with the own act key that holds most of the pool:
 * the worker then prepares the record that only this key can write. Also asks again after something stood in the way.
 */
export const takeRoute = allowed('settlement.approve', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ batchId: idInput }))
  .mutation(async ({ ctx, input: { batchId } }) => {
    const key = await ctx.db.transaction(async (tx) => {
      const batch = await lockBatch(tx, ctx.user, batchId)
      if (batch.step !== 'netted') throw stepRefusal(batch.step, 'prepared')
      if (batch.commitmentSubmissionId !== null) return undefined
      const best = await bestKey(tx, ctx.user)
      const { broughtBy, multilateral: need } = batch
      unwrap(
        withFacts(decideApproval({ broughtBy, approver: ctx.user.personId, need, have: best?.have ?? need })),
      )
      if (best === undefined) throw refusalToError({ code: 'act-key-missing' })
      await tx
        .update(schema.settlementBatches)
        .set({ approver: ctx.user.personId, approverKey: best.actKey, reason: null, updatedAt: sql`now()` })
        .where(and(eq(schema.settlementBatches.id, batchId), eq(schema.settlementBatches.step, 'netted')))
      const outboxKey = `settle-batch-${batchId}-${ctx.requestId}`
      await writeOutbox(tx, { topic: 'settle-batch', payload: { batchId }, key: outboxKey })
      await auditIn(tx, ctx, { subject: batchId })
      return outboxKey
    })
    if (key !== undefined) await ctx.wake('settle-batch', key)
    return { batchId }
  })

/** The person's act key with the most of the pool under it. */
async function bestKey(tx: DbOrTransaction, user: { personId: string; organisationId: string }) {
  const keys = await poolKeysOf(tx, user.organisationId)
  const mine = keys.filter(({ personId, revoked }) => personId === user.personId && !revoked)
  const held = await Promise.all(
    mine.map(async (key) => {
      const coins = await poolCoins(tx, key.keyHash)
      return { ...key, have: coins.reduce((sum, { amount }) => sum + amount, 0n) }
    }),
  )
  return held.toSorted((a, b) => (a.have < b.have ? 1 : -1))[0]
}

/** A batch is not where this would take it on from. */
export const stepRefusal = (step: string, wanted: string) =>
  refusalToError({ code: 'batch-step', facts: { step, wanted } })
