import { licenceRows, recordOfferRows, schema } from '@vc/db'
import { LICENCE_TABLE } from '@vc/nfr'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { idOfKey } from '../../input.ts'
import { openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'
import { licenceOutput } from './output.ts'

const codeInput = z
  .string()
  .trim()
  .regex(/^LIC-[0-9a-f]{24}$/i)

/**
 * Anyone: the licence with this code. With it come the three transactions that make it one, and those by which it came into the
 * hand that the code is of, each whole in its block, so that a browser checks it by itself. Null for a code that no record on the ledger has.
 */
export const licenceRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.strictObject({ code: codeInput }))
  .output(licenceOutput)
  .query(async ({ ctx, input }) => {
    const code = `LIC-${input.code.slice(4).toLowerCase()}`
    const { licences, recordOffers } = schema
    const ofCode = and(eq(recordOffers.code, code), isNull(recordOffers.withdrawnAt))
    const [resold] = await ctx.db.select().from(recordOffers).where(ofCode)
    const which = resold ? eq(licences.id, idOfKey(resold.key)) : eq(licences.code, code)
    const [row] = await licenceRows(ctx.db, which)
    const record = await recordOnLedger(ctx, row?.licence.recordTxid ?? null)
    if (!row || !record) return null
    const { licence, sale } = row
    const through = await handsOf(ctx, licence.id)
    const last = resold ? through.findIndex(({ offer }) => offer.id === resold.id) : -1
    if (resold && last === -1) return null
    return {
      ...{ code, record, workId: sale.workId },
      purchase: await recordOnLedger(ctx, licence.txid),
      sale: await recordOnLedger(ctx, sale.txid),
      hands: await Promise.all(through.slice(0, last + 1).map(({ offer }) => shownHand(ctx, offer))),
      /** Somebody else has it since. */
      isHandedOn: through.length > last + 1,
    }
  })

/** The trades of a licence that blocks have, the oldest first. */
async function handsOf(ctx: Context, id: string) {
  const { recordOffers } = schema
  const ofLicence = and(eq(recordOffers.table, LICENCE_TABLE), eq(recordOffers.key, id.replaceAll('-', '')))
  const rows = await recordOfferRows(ctx.db, and(ofLicence, isNull(recordOffers.withdrawnAt)))
  return rows
    .flatMap((row) => (row.height === null ? [] : [{ ...row, height: row.height }]))
    .toSorted((one, other) => one.height - other.height)
}

async function shownHand(ctx: Context, { txid, paymentTxid }: typeof schema.recordOffers.$inferSelect) {
  return {
    payment: await recordOnLedger(ctx, paymentTxid),
    record: await recordOnLedger(ctx, txid),
  }
}
