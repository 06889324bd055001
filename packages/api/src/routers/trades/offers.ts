import { findCursor, heldThing, recordOfferRows, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { readLicence } from '@vc/nfr'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { ChainMoment } from '../../acts/act-state.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, hexInput, idInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { tradeState } from './offer-state.ts'

const { acts, recordOffers } = schema
export const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const

/** Where the chain stands now, by which offers are judged. */
export async function chainMoment(db: DbOrTransaction, nowMs: number): Promise<ChainMoment> {
  const { finalHeight } = must(await findCursor(db), 'the portal follows a chain')
  return { finalHeight, nowMs }
}

/**
 * Offers a record that one of the person's accounts holds for value: an item, or a licence whose terms let it be sold on. Refuses
 * `not-found` for what one does not hold, `licence-not-resold`, `already-offered`.
 */
export const offerRoute = allowed('trade.record', { ...decides, idempotency: 'command-key' })
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, table: z.enum(['item', 'licence']) },
      ...{ key: hexInput(16), price: amountInput },
    }),
  )
  .mutation(({ ctx, input: { commandKey: id, ...asked } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId: createdBy } = ctx.user
      const { table, key, price } = asked
      await lockPair(tx, asked)
      const same = and(eq(recordOffers.id, id), eq(recordOffers.createdBy, createdBy))
      const [known] = await tx.select({ id: recordOffers.id }).from(recordOffers).where(same)
      if (known) return { offerId: id }
      const keyHash = await mustHold(tx, ctx, asked)
      await mustBeAlone(tx, ctx, asked)
      const row = { id, table, key, organisationId, createdBy, keyHash, price }
      await tx.insert(recordOffers).values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
      await auditIn(tx, ctx, { subject: id })
      return { offerId: id }
    }),
  )

type Pair = { readonly table: 'item' | 'licence'; readonly key: string }

/** Offers of one record wait for each other. */
const lockPair = (tx: DbOrTransaction, { table, key }: Pair) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`trade ${table} ${key}`}, 0))`)

/** The own account that holds a record. */
async function mustHold(tx: DbOrTransaction, ctx: MemberContext, { table, key }: Pair): Promise<string> {
  const held = await heldThing(tx, table, key)
  const owners = await ownAccounts(tx, ctx.user)
  const keyHash = held?.holder.keyHash ?? undefined
  if (!held || keyHash === undefined || !owners.includes(keyHash)) throw refusalToError({ code: 'not-found' })
  if (table === 'licence' && readLicence(held.value)?.resale === undefined)
    throw refusalToError({ code: 'licence-not-resold' })
  return keyHash
}

async function mustBeAlone(tx: DbOrTransaction, ctx: MemberContext, { table, key }: Pair): Promise<void> {
  const ofPair = and(
    eq(recordOffers.table, table),
    eq(recordOffers.key, key),
    isNull(recordOffers.withdrawnAt),
  )
  const rows = await recordOfferRows(tx, ofPair)
  const held = await heldThing(tx, table, key)
  const at = await chainMoment(tx, ctx.clock.nowMs())
  const isOpen = rows.some((row) => ['open', 'taken', 'on-its-way'].includes(tradeState(row, held, at)))
  if (isOpen) throw refusalToError({ code: 'already-offered' })
}

/** An offer with its state and what holds its record, locked until the transaction ends. Refuses `not-found`. */
export async function lockOffer(tx: DbOrTransaction, ctx: MemberContext, offerId: string) {
  const [offer] = await tx.select().from(recordOffers).where(eq(recordOffers.id, offerId))
  if (!offer) throw refusalToError({ code: 'not-found' })
  await lockPair(tx, offer)
  const row = must((await recordOfferRows(tx, eq(recordOffers.id, offerId)))[0], 'an offer has its seller')
  const held = await heldThing(tx, offer.table, offer.key)
  const at = await chainMoment(tx, ctx.clock.nowMs())
  return { row, held, state: tradeState(row, held, at) }
}

/** Takes an own offer back, with the act that waits for signatures. Refuses `not-found`, `act-closed` once both have signed. */
export const withdrawRoute = allowed('trade.record', decides)
  .input(z.strictObject({ offerId: idInput }))
  .mutation(({ ctx, input: { offerId } }) =>
    ctx.db.transaction(async (tx) => {
      const { row, state } = await lockOffer(tx, ctx, offerId)
      if (row.offer.createdBy !== ctx.user.personId) throw refusalToError({ code: 'not-found' })
      if (state === 'withdrawn') return {}
      if (state !== 'open' && state !== 'taken') throw refusalToError({ code: 'act-closed' })
      const at = new Date(ctx.clock.nowMs())
      if (row.act?.status === 'open') {
        const open = and(eq(acts.id, row.act.id), eq(acts.status, 'open'))
        const ended = await tx
          .update(acts)
          .set({ status: 'withdrawn', updatedAt: at })
          .where(open)
          .returning()
        if (ended.length === 0) throw refusalToError({ code: 'act-closed' })
      }
      await tx.update(recordOffers).set({ withdrawnAt: at }).where(eq(recordOffers.id, offerId))
      await auditIn(tx, ctx, { subject: offerId })
      return {}
    }),
  )
