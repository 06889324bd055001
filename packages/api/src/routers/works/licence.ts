import { licenceRows, schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'

const codeInput = z
  .string()
  .trim()
  .regex(/^LIC-[0-9a-f]{24}$/i)

/**
 * Anyone: the licence with this code. With it come the three transactions that make it one, each whole in its block, so that
 * a browser checks it by itself. Null for a code that no record on the ledger has.
 */
export const licenceRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.strictObject({ code: codeInput }))
  .query(async ({ ctx, input }) => {
    const code = `LIC-${input.code.slice(4).toLowerCase()}`
    const [row] = await licenceRows(ctx.db, eq(schema.licences.code, code))
    const record = await recordOnLedger(ctx, row?.licence.recordTxid ?? null)
    if (!row || !record) return null
    const { licence, sale, name, nameZh } = row
    return {
      ...{ code, record, workId: sale.workId, licensee: { name, nameZh } },
      purchase: await recordOnLedger(ctx, licence.txid),
      sale: await recordOnLedger(ctx, sale.txid),
    }
  })
