import { rightsOfBatch, schema, writeOutbox } from '@vc/db'
import type { Result } from '@vc/kernel'
import { decideAppraisal, decideApproval, decideCertification } from '@vc/nfr'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { actKeyOf } from '../../acts/act-key-of.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { contentElsewhere } from './content-elsewhere.ts'
import { type Batch, lockBatch } from './find-batch.ts'

const { rightBatches, rights, acts } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const
const textInput = z.string().trim().min(1).max(4000)

/** The value, or the domain's refusal with its facts. */
function decided<T>(result: Result<T, { readonly code: string }>): T {
  if (result.ok) return result.value
  throw refusalToError(fileRefusal(result.refusal))
}

async function move(tx: DbOrTransaction, ctx: MemberContext, id: string, change: Partial<Batch>) {
  const updatedAt = new Date(ctx.clock.nowMs())
  await tx
    .update(rightBatches)
    .set({ ...change, updatedAt })
    .where(eq(rightBatches.id, id))
  await auditIn(tx, ctx, { subject: id })
}

/** Reports on another organisation's works: a text, and a value where there is one (smallest units). */
export const appraiseRoute = allowed('right.appraise', decides)
  .input(z.strictObject({ batchId: idInput, report: textInput, value: amountInput.nullable() }))
  .mutation(({ ctx, input: { batchId, report, value } }) =>
    ctx.db.transaction(async (tx) => {
      const batch = await lockBatch(tx, ctx.user, batchId)
      const appraiserId = ctx.user.organisationId
      const isSame = batch.appraiserId === appraiserId && batch.report === report && batch.value === value
      if (isSame) return {}
      decided(decideAppraisal(batch.issuerId, appraiserId))
      const step = decided(decideCertification(batch.step, 'appraised'))
      const appraisedAt = new Date(ctx.clock.nowMs())
      await move(tx, ctx, batchId, { step, appraiserId, report, value, appraisedAt, reason: null })
      return {}
    }),
  )

/**
 * Takes an appraised batch on for certification by this person's newest act key; the worker then drafts the record and
 * pays for it. While a draft is open, asking again changes nothing; after it has run out, it is drafted anew.
 */
export const certifyRoute = allowed('right.certify', decides)
  .input(z.strictObject({ batchId: idInput }))
  .mutation(async ({ ctx, input: { batchId } }) => {
    const outboxKey = await ctx.db.transaction((tx) => prepare(tx, ctx, batchId))
    if (outboxKey !== undefined) await ctx.wake('prepare-certification', outboxKey)
    return {}
  })

async function prepare(
  tx: DbOrTransaction,
  ctx: MemberContext,
  batchId: string,
): Promise<string | undefined> {
  const batch = await lockBatch(tx, ctx.user, batchId)
  const { organisationId: centre, personId } = ctx.user
  decided(decideApproval({ issuer: batch.issuerId, appraiser: batch.appraiserId ?? '', centre }))
  const isAgain = batch.step === 'prepared' && batch.centreId === centre
  if (isAgain && !(await isOver(tx, ctx, batch))) return undefined
  const step = isAgain ? 'prepared' : decided(decideCertification(batch.step, 'prepared'))
  const certifierKey = await actKeyOf(tx, personId)
  if (!certifierKey) throw refusalToError({ code: 'certifier-key-missing' })
  await refuseCertifiedContent(tx, batch)
  await move(tx, ctx, batchId, {
    ...{ step, centreId: centre, certifierId: personId, certifierKey, actId: null },
    ...{ recordValue: null, reason: null },
  })
  const key = `prepare-certification-${batchId}-${ctx.requestId}`
  await writeOutbox(tx, { topic: 'prepare-certification', payload: { batchId }, key })
  return key
}

/** While a batch waited, another issuer's right in the same content may have been certified; of two at once one waits. */
async function refuseCertifiedContent(tx: DbOrTransaction, { id, issuerId }: Batch): Promise<void> {
  const contents = (await rightsOfBatch(tx, id)).map(({ contentHash }) => contentHash)
  await tx.execute(sql`select pg_advisory_xact_lock(5643205)`)
  const elsewhere = await contentElsewhere(tx, issuerId, contents, ['prepared', 'certified'])
  const [code] = elsewhere.values()
  if (code !== undefined)
    throw refusalToError({ code: 'content-certified', facts: { code, count: elsewhere.size } })
}

/** Can the draft of a prepared batch no longer be signed? One that is not drafted yet is still on its way. */
async function isOver(tx: DbOrTransaction, ctx: MemberContext, { actId }: Batch): Promise<boolean> {
  if (actId === null) return false
  const [act] = await tx.select().from(acts).where(eq(acts.id, actId))
  if (!act || act.status === 'withdrawn' || act.status === 'expired') return true
  return act.status === 'open' && act.expiresAt.getTime() <= ctx.clock.nowMs()
}

/** Sends an appraised batch back with a reason; its works may be registered again. */
export const declineRoute = allowed('right.certify', decides)
  .input(z.strictObject({ batchId: idInput, reason: lineInput(1000) }))
  .mutation(({ ctx, input: { batchId, reason } }) =>
    ctx.db.transaction(async (tx) => {
      const batch = await lockBatch(tx, ctx.user, batchId)
      const centreId = ctx.user.organisationId
      if (batch.step === 'declined' && batch.centreId === centreId) return {}
      if (batch.centreId !== null && batch.centreId !== centreId) throw refusalToError({ code: 'not-found' })
      const step = decided(decideCertification(batch.step, 'declined'))
      await closeDraft(tx, batch)
      await tx.update(rights).set({ declined: true }).where(eq(rights.batchId, batchId))
      await move(tx, ctx, batchId, { step, centreId, reason, actId: null })
      return {}
    }),
  )

/** A draft that was signed is on its way and can not be taken back. */
async function closeDraft(tx: DbOrTransaction, { actId }: Batch): Promise<void> {
  if (actId === null) return
  const [act] = await tx.select().from(acts).where(eq(acts.id, actId)).for('update')
  if (act && ['complete', 'submitted', 'final'].includes(act.status))
    throw refusalToError({ code: 'act-closed' })
  await tx.update(acts).set({ status: 'withdrawn' }).where(eq(acts.id, actId))
}
