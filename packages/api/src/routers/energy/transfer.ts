import { type SerialRange, splitRange } from '@vc/certificates'
import { across, schema, writeOutbox } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { and, arrayOverlaps, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { actKeyOf } from '../../acts/act-key-of.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, hexInput, idInput } from '../../input.ts'
import { permissions } from '../../permissions.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { refuseIfPledged } from '../credit/guarantees.ts'

const { acts, certificateHoldings, certificateTransfers, meterImports } = schema
type Transfer = typeof certificateTransfers.$inferSelect
type Holding = typeof certificateHoldings.$inferSelect
type Asked = { readonly holding: string; readonly count: bigint; readonly to: string }
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const
const LIVE = ['prepared', 'moved'] as const

/** Organisations that certificates can be handed to: active, and with a role that lists certificates of its own. */
export const mayHold = and(
  eq(organisations.status, 'active'),
  arrayOverlaps(organisations.roles, [...permissions['certificate.transfer']]),
)

/**
 * Drafts the handing over of the first `count` certificates of a holding, for this person's newest act key. Nothing
 * moves before the person has signed and a block has the record. The same asked again is the same draft; another one
 * of the same holding is refused while the first can still move it, and so is one of what stands behind a credit (`pledged-for-debt`).
 */
export const transferRoute = allowed('certificate.transfer', decides)
  .input(z.strictObject({ holding: hexInput(32), count: amountInput, to: idInput }))
  .mutation(async ({ ctx, input }) => {
    const made = await ctx.db.transaction((tx) => draftTransfer(tx, ctx, input))
    if (made.isNew) await ctx.wake('prepare-transfer', outboxKey(made.transferId))
    return made
  })

const outboxKey = (transferId: string) => `prepare-transfer-${transferId}`

async function draftTransfer(tx: DbOrTransaction, ctx: MemberContext, asked: Asked) {
  const { organisationId: fromId, personId } = ctx.user
  // Of two that move one holding at once, one waits and is refused.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`holding ${asked.holding}`}, 0))`)
  const holding = await heldBy(tx, fromId, asked.holding)
  const given = await givenOf(tx, fromId, holding, asked)
  const reference = `${holding.importId}/${asked.holding}`
  await refuseIfPledged(tx, { kind: 'certificates', reference })
  const known = await liveTransfer(tx, ctx, asked.holding)
  if (known && isSame(known, { given, toId: asked.to, signerId: personId }))
    return { transferId: known.id, isNew: false }
  if (known) throw refusalToError({ code: 'transfer-waits', facts: { count: countOf(known) } })
  if (!holding.inForce) throw refusalToError({ code: 'range-moved-on' })
  await mustBeRecorded(tx, holding.importId)
  const signerKey = await actKeyOf(tx, personId)
  if (!signerKey) throw refusalToError({ code: 'transfer-key-missing' })
  const at = new Date(ctx.clock.nowMs())
  const { importId, station, first, last } = holding
  const [row] = await tx
    .insert(certificateTransfers)
    .values({
      ...{ holding: asked.holding, importId, station, first, last, given, fromId, toId: asked.to },
      ...{ signerId: personId, signerKey, step: 'prepared', createdAt: at, updatedAt: at },
    })
    .returning({ id: certificateTransfers.id })
  const transferId = must(row, 'an inserted row comes back').id
  const topic = 'prepare-transfer'
  await writeOutbox(tx, { topic, payload: { transferId }, key: outboxKey(transferId) })
  await auditIn(tx, ctx, { subject: transferId })
  return { transferId, isNew: true }
}

async function heldBy(tx: DbOrTransaction, holderId: string, holding: string): Promise<Holding> {
  const own = and(eq(certificateHoldings.holding, holding), eq(certificateHoldings.holderId, holderId))
  const [found] = await tx.select().from(certificateHoldings).where(own)
  if (!found) throw refusalToError({ code: 'not-found' })
  return found
}

/** The last serial that goes; refuses a receiver that can not be one and a number that is not there. */
async function givenOf(tx: DbOrTransaction, fromId: string, range: SerialRange, { count, to }: Asked) {
  if (to === fromId) throw refusalToError({ code: 'transfer-to-oneself' })
  const [receiver] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.id, to), mayHold))
  if (!receiver) throw refusalToError({ code: 'organisation-unknown' })
  const split = splitRange(range, count)
  if (!split.ok) throw refusalToError(fileRefusal(split.refusal))
  return split.value.given.last
}

const countOf = ({ first, given }: Transfer) => (given - first + 1n).toString()

const isSame = (known: Transfer, asked: Pick<Transfer, 'given' | 'toId' | 'signerId'>) =>
  known.given === asked.given && known.toId === asked.toId && known.signerId === asked.signerId

/** The transfer that can still move a holding; one whose draft has run out is withdrawn here. */
async function liveTransfer(tx: DbOrTransaction, ctx: MemberContext, holding: string) {
  const [known] = await tx
    .select({ transfer: certificateTransfers, actStatus: acts.status, expiresAt: acts.expiresAt })
    .from(certificateTransfers)
    .leftJoin(acts, eq(acts.id, certificateTransfers.actId))
    .where(and(eq(certificateTransfers.holding, holding), inArray(certificateTransfers.step, [...LIVE])))
  if (!known) return undefined
  const { transfer, actStatus, expiresAt } = known
  const ranOut = actStatus === 'open' && expiresAt !== null && expiresAt.getTime() <= ctx.clock.nowMs()
  if (!ranOut && actStatus !== 'withdrawn' && actStatus !== 'expired') return transfer
  await withdraw(tx, ctx, transfer)
  return undefined
}

async function withdraw(tx: DbOrTransaction, ctx: MemberContext, { id, actId }: Transfer): Promise<void> {
  const updatedAt = new Date(ctx.clock.nowMs())
  if (actId !== null)
    await tx
      .update(acts)
      .set({ status: 'withdrawn', updatedAt })
      .where(and(eq(acts.id, actId), eq(acts.status, 'open')))
  await tx
    .update(certificateTransfers)
    .set({ step: 'withdrawn', updatedAt })
    .where(eq(certificateTransfers.id, id))
}

/** The ledger follows certificates from their issue's record on; without it a transfer would count for nothing. */
async function mustBeRecorded(tx: DbOrTransaction, importId: string): Promise<void> {
  const [issue] = await across(tx, async (all) =>
    all.select({ finality: meterImports.finality }).from(meterImports).where(eq(meterImports.id, importId)),
  )
  if (!issue?.finality) throw refusalToError({ code: 'issue-not-recorded' })
}

/** Takes a drafted transfer back; one that is signed is on its way and can not be. */
export const takeBackRoute = allowed('certificate.transfer', decides)
  .input(z.strictObject({ transferId: idInput }))
  .mutation(({ ctx, input: { transferId } }) =>
    ctx.db.transaction(async (tx) => {
      const own = and(
        eq(certificateTransfers.id, transferId),
        eq(certificateTransfers.fromId, ctx.user.organisationId),
      )
      const [transfer] = await tx.select().from(certificateTransfers).where(own).for('update')
      if (!transfer) throw refusalToError({ code: 'not-found' })
      if (transfer.step === 'withdrawn') return {}
      if (transfer.step !== 'prepared' || (await isSigned(tx, transfer)))
        throw refusalToError({ code: 'act-closed' })
      await withdraw(tx, ctx, transfer)
      await auditIn(tx, ctx, { subject: transferId })
      return {}
    }),
  )

async function isSigned(tx: DbOrTransaction, { actId }: Transfer): Promise<boolean> {
  if (actId === null) return false
  const [act] = await tx.select({ status: acts.status }).from(acts).where(eq(acts.id, actId)).for('update')
  return act !== undefined && ['complete', 'submitted', 'final'].includes(act.status)
}
