import { toHex } from '@vc/crypto'
import { rightOf, rightsOfBatch, schema, worksOfPrint } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { MOST_APART, permittedUses, proveRight, rightLeaf } from '@vc/nfr'
import { and, desc, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { finalityOutput, namesOutput, recordOutput } from '../../output.ts'
import { openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'
import { likenessInput } from './fingerprint.ts'

const { rightBatches, rights } = schema
const codeInput = z
  .string()
  .trim()
  .regex(/^NFR-[0-9a-f]{24}$/i)
const copyInput = z.strictObject({
  contentHash: hexInput(32),
  textHash: hexInput(32).optional(),
  likeness: likenessInput.default(''),
})
const MOST = 5

const rightOutput = z.strictObject({
  ...{
    accession: z.string(),
    title: z.string(),
    creators: z.array(z.string()).readonly(),
    dated: z.string(),
  },
  ...{ medium: z.string(), source: z.enum(['public-domain', 'own-work', 'holder-named']) },
  ...{ legalOwner: z.string(), uses: z.array(z.enum(permittedUses)).readonly(), evidence: z.string() },
  ...{ contentHash: z.string(), likeness: z.string() },
})
const workOutput = z.strictObject({ workId: z.string(), title: z.string(), height: z.int() })
const provenOutput = z.strictObject({
  ...{ match: z.enum(['code', 'same', 'alike']), code: z.string(), batchId: z.string() },
  ...{ issuerId: z.string(), issuer: namesOutput, right: rightOutput, index: z.int(), count: z.int() },
  ...{ proof: z.array(z.string()), finality: finalityOutput.nullable(), registeredAt: z.date() },
  ...{ appraisedAt: z.date().nullable(), report: z.string().nullable(), centre: namesOutput.nullable() },
  ...{ record: recordOutput, works: z.array(workOutput) },
})

/**
 * Anyone: is a right registered under this code, or for a copy? A copy is known by the SHA256 of its bytes or of its
 * text; when nothing has that, rights whose certified likeness is close to the copy's are given, the closest first.
 * With each right comes all that a browser needs to check it by itself: its place and path under the record, and the
 * block with the record.
 */
export const verifyRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.union([z.strictObject({ code: codeInput }), copyInput]))
  .output(z.array(provenOutput))
  .query(async ({ ctx, input }) => {
    if ('code' in input) return find(ctx, 'code', eq(rights.code, canonical(input.code)))
    const { contentHash, textHash, likeness } = input
    const hashes = [contentHash, ...(textHash === undefined ? [] : [textHash])]
    const exact = and(inArray(rights.fingerprint, hashes), ne(rights.contentHash, ''))
    const same = await find(ctx, 'same', exact ?? sql`false`)
    if (same.length > 0 || likeness === '') return same
    const apart = distanceTo(likeness)
    return find(ctx, 'alike', sql`${isOfKind(likeness)} and ${apart} <= ${MOST_APART}`, apart)
  })

const canonical = (code: string) => `NFR-${code.slice(4).toLowerCase()}`
const isOfKind = (likeness: string) => sql`starts_with(${rights.likeness}, ${`${likeness.split(':')[0]}:`})`

/** Bits in which a right's likeness differs from this one, computed by the database. */
function distanceTo(likeness: string): SQL {
  const bits = `x${likeness.split(':')[1]}`
  return sql`bit_count(('x' || split_part(${rights.likeness}, ':', 2))::bit(256) # ${bits}::bit(256))`
}

async function find(ctx: Context, match: 'code' | 'same' | 'alike', wanted: SQL, order?: SQL) {
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
    .orderBy(order ?? desc(rightBatches.height))
    .limit(MOST)
  return Promise.all(rows.map(async (row) => ({ match, ...(await proofOf(ctx, row)) })))
}

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
    batchId: batch.id,
    issuerId: batch.issuerId,
    issuer,
    right: rightOf(right),
    index: right.position,
    count: leaves.length,
    proof: proveRight(leaves, right.position).map(toHex),
    finality: batch.finality,
    registeredAt: batch.createdAt,
    appraisedAt: batch.appraisedAt,
    report: batch.report,
    centre: await centreOf(ctx, batch.centreId),
    record: await recordOnLedger(ctx, batch.txid),
    /** Works with a dated draft of the very content. */
    works: right.contentHash === '' ? [] : await worksOfPrint(ctx.db, right.fingerprint),
  }
}

async function centreOf({ db }: Context, id: string | null) {
  if (id === null) return null
  const { name, nameZh } = organisations
  const [row] = await db.select({ name, nameZh }).from(organisations).where(eq(organisations.id, id))
  return row ?? null
}
