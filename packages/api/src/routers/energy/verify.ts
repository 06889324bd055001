import { parseCertificateCode, rangeLeaf, type SerialRange } from '@vc/certificates'
import { inclusionProof, toHex } from '@vc/crypto'
import { issuedRanges, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, asc, eq, gte, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'

const { certificateRanges, meterImports } = schema

/**
 * Anyone: one certificate by its code, whose hands it went through, and the proof that its range stands under the
 * issue's record on the ledger. Null when no certificate has this code.
 */
export const verifyRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.strictObject({ code: z.string().trim().max(100) }))
  .query(async ({ ctx, input }) => {
    const parsed = parseCertificateCode(input.code)
    if (!parsed) return null
    const { station, serial } = parsed
    const rows = await ctx.db
      .select({
        range: certificateRanges,
        holder: { name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(certificateRanges)
      .innerJoin(organisations, eq(organisations.id, certificateRanges.holderId))
      .where(
        and(
          eq(certificateRanges.station, station),
          lte(certificateRanges.first, serial),
          gte(certificateRanges.last, serial),
        ),
      )
      .orderBy(asc(certificateRanges.number))
    const [issued] = rows
    if (!issued) return null
    const hands = rows.filter(({ range }) => range.part !== 'kept')
    const history = hands.map(({ range, holder }) => ({ part: range.part, holder, at: range.createdAt }))
    return { station, serial, ...(await proofOf(ctx, issued.range)), history }
  })

async function proofOf(ctx: Context, range: SerialRange & { importId: string; position: number }) {
  const leaves = (await issuedRanges(ctx.db, range.importId)).map(rangeLeaf)
  const [issue] = await ctx.db.select().from(meterImports).where(eq(meterImports.id, range.importId))
  const { station, first, last, fromPeriod, toPeriod } = range
  return {
    issued: { station, first, last, fromPeriod, toPeriod },
    index: range.position,
    count: leaves.length,
    proof: inclusionProof(leaves, range.position).map(toHex),
    finality: issue?.finality ?? null,
    record: await recordOnLedger(ctx, issue?.txid ?? null),
  }
}
