import { toHex } from '@vc/crypto'
import { rightOf, rightsOfBatch, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { proveRight, rightLeaf } from '@vc/nfr'
import { and, desc, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'

const { rightBatches, rights } = schema
const codeInput = z
  .string()
  .trim()
  .regex(/^NFR-[0-9a-f]{24}$/i)
const MOST = 5

/**
 * Anyone: is a right registered under this code, or for a file of this SHA256? With each right comes all that a
 * browser needs to check it by itself: its place and path under the record, and the block with the record.
 */
export const verifyRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.union([z.strictObject({ code: codeInput }), z.strictObject({ contentHash: hexInput(32) })]))
  .query(async ({ ctx, input }) => {
    const wanted =
      'code' in input
        ? eq(
            rights.code,
            input.code.replace(/^nfr/i, 'NFR').replace(/(?<=-).*/, (hex) => hex.toLowerCase()),
          )
        : or(eq(rights.contentHash, input.contentHash), eq(rights.fingerprint, input.contentHash))
    const rows = await ctx.db
      .select({
        right: rights,
        batch: rightBatches,
        issuer: { name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(rights)
      .innerJoin(rightBatches, eq(rightBatches.id, rights.batchId))
      .innerJoin(organisations, eq(organisations.id, rights.issuerId))
      .where(and(wanted, eq(rightBatches.step, 'certified')))
      .orderBy(desc(rightBatches.height))
      .limit(MOST)
    return Promise.all(rows.map((row) => proofOf(ctx, row)))
  })

type Found = {
  readonly right: typeof rights.$inferSelect
  readonly batch: typeof rightBatches.$inferSelect
  readonly issuer: { readonly name: string; readonly nameZh: string }
}

async function proofOf(ctx: Context, { right, batch, issuer }: Found) {
  const own = await rightsOfBatch(ctx.db, batch.id)
  const leaves = own.map((one) => rightLeaf(batch.issuerId, one))
  return {
    code: right.code,
    issuerId: batch.issuerId,
    issuer,
    right: rightOf(right),
    index: right.position,
    count: leaves.length,
    proof: proveRight(leaves, right.position).map(toHex),
    finality: batch.finality,
    registeredAt: batch.createdAt,
    appraisedAt: batch.appraisedAt,
    record: await recordOnLedger(ctx, batch.txid),
  }
}
