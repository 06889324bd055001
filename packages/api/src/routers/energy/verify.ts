import { parseCertificateCode, rangeLeaf } from '@vc/certificates'
import { inclusionProof, toHex } from '@vc/crypto'
import { across, issuedRanges, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { and, asc, eq, getViewSelectedFields, gte, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { finalityOutput, recordOutput } from '../../output.ts'
import { openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'

const { certificateHoldings, meterImports } = schema
type Holding = typeof certificateHoldings.$inferSelect

const holderOutput = z.strictObject({ id: z.string(), name: z.string(), nameZh: z.string() })
const transferOutput = z.strictObject({
  ...{ part: z.enum(['issued', 'given', 'kept']), holder: holderOutput },
  ...{ signer: z.string().nullable(), record: recordOutput },
})
const rangeOutput = z.strictObject({
  ...{
    station: z.string(),
    first: z.bigint(),
    last: z.bigint(),
    fromPeriod: z.string(),
    toPeriod: z.string(),
  },
})
const certificateOutput = z
  .strictObject({
    ...{ station: z.string(), serial: z.bigint(), issued: rangeOutput, issueId: z.string() },
    ...{ index: z.int(), count: z.int(), proof: z.array(z.string()), finality: finalityOutput.nullable() },
    ...{ issuedAt: z.date().nullable(), record: recordOutput, centre: holderOutput },
    transfers: z.array(transferOutput),
  })
  .nullable()

/**
 * Anyone: one certificate by its code; the proof that its range stands under the issue's record on the ledger; and
 * every holding it was part of since, each with the block of the transfer that made it, so that a browser follows it
 * to its holder by itself. Null when no certificate has this code.
 */
export const verifyRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.strictObject({ code: z.string().trim().max(100) }))
  .output(certificateOutput)
  .query(async ({ ctx, input }) => {
    const parsed = parseCertificateCode(input.code)
    if (!parsed) return null
    const rows = await holdingsOf(ctx, parsed)
    const issued = rows.find(({ range }) => range.part === 'issued')
    if (!issued) return null
    const transfers = rows.filter(({ range }) => range.part !== 'issued')
    return {
      ...parsed,
      ...(await proofOf(ctx, issued.range)),
      centre: issued.holder,
      transfers: await Promise.all(transfers.map(({ range, holder }) => shownTransfer(ctx, range, holder))),
    }
  })

function holdingsOf({ db }: Context, { station, serial }: { station: string; serial: bigint }) {
  const has = and(
    eq(certificateHoldings.station, station),
    lte(certificateHoldings.first, serial),
    gte(certificateHoldings.last, serial),
  )
  return db
    .select({
      range: getViewSelectedFields(certificateHoldings),
      holder: { id: organisations.id, name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(certificateHoldings)
    .innerJoin(organisations, eq(organisations.id, certificateHoldings.holderId))
    .where(has)
    .orderBy(asc(certificateHoldings.height), asc(certificateHoldings.index))
}

async function shownTransfer(
  ctx: Context,
  { part, txid, signer }: Holding,
  holder: { readonly id: string; readonly name: string; readonly nameZh: string },
) {
  return { part, holder, signer, record: await recordOnLedger(ctx, txid) }
}

async function proofOf(ctx: Context, range: Holding) {
  const { station, first, last, fromPeriod, toPeriod, importId, holderId, position } = range
  const leaves = (await issuedRanges(ctx.db, importId)).map((one) => rangeLeaf(holderId, one))
  const { finality, issuedAt, txid } = meterImports
  const [row] = await across(ctx.db, async (all) =>
    all.select({ finality, issuedAt, txid }).from(meterImports).where(eq(meterImports.id, importId)),
  )
  const issue = must(row, 'a range is of an import')
  return {
    issued: { station, first, last, fromPeriod, toPeriod },
    issueId: importId,
    index: position,
    count: leaves.length,
    proof: inclusionProof(leaves, position).map(toHex),
    finality: issue.finality,
    issuedAt: issue.issuedAt,
    record: await recordOnLedger(ctx, issue.txid),
  }
}
