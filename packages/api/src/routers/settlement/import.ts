import { toHex } from '@vc/crypto'
import { schema, writeOutbox } from '@vc/db'
import { must, ok, type Result, refuse } from '@vc/kernel'
import { MAX_AMOUNT } from '@vc/ledger'
import { batchDigest, type Obligation, type ParsedObligations, parseObligations } from '@vc/settlement'
import { type BadRow, type Encoding, MAX_FILE_BYTES, parseTable } from '@vc/tabular'
import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { encodingInput, type ToldFile } from '../../read-file-input.ts'
import { type AnyRefusal, unwrap } from '../../refusal-to-error.ts'

const ROWS_AT_ONCE = 2000
const MOST_BASE64 = Math.ceil(MAX_FILE_BYTES / 3) * 4

type Read = ParsedObligations & { readonly encoding: Encoding }

/**
 * Brings a file of obligations. All or nothing, unless the bad lines are set aside by an explicit yes. The same
 * obligations are the same batch: brought again, nothing changes and the answer says so.
 */
export const importRoute = allowed('settlement.import', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(
    z.strictObject({
      ...{ fileName: lineInput(255), file: z.base64().max(MOST_BASE64), setAsideBad: z.boolean() },
      encoding: encodingInput,
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const file = { bytes: Buffer.from(input.file, 'base64'), told: input.encoding }
    const read = unwrap(readObligations(file, input.setAsideBad))
    const brought = await ctx.db.transaction((tx) => keepBatch(tx, ctx, input.fileName, read))
    if (brought.isNew) await ctx.wake('settle-batch', netKey(brought.batchId))
    return brought
  })

/** Reads a file as obligations. Refused: what the file is not, `rows-bad`, `no-obligations`, `amount-too-large`. */
export function readObligations({ bytes, told }: ToldFile, setAsideBad: boolean): Result<Read, AnyRefusal> {
  const table = parseTable(bytes, told)
  if (!table.ok) return refuse({ code: table.refusal.code, facts: table.refusal })
  const parsed = parseObligations(table.value)
  if (!parsed.ok) return refuse({ code: parsed.refusal.code, facts: factsOf(parsed.refusal) })
  const { obligations, bad } = parsed.value
  if (bad.length > 0 && !setAsideBad)
    return refuse({ code: 'rows-bad', facts: { bad: bad.length, line: bad[0]?.line ?? 0 } })
  if (obligations.length === 0) return refuse({ code: 'no-obligations' })
  const gross = obligations.reduce((sum, { amount }) => sum + amount, 0n)
  if (gross > MAX_AMOUNT) return refuse({ code: 'amount-too-large', facts: { gross: gross.toString() } })
  return ok({ ...parsed.value, encoding: table.value.encoding })
}

const factsOf = (refusal: { readonly code: string; readonly columns?: readonly string[] }) =>
  refusal.columns === undefined ? {} : { columns: refusal.columns.join(', ') }
const netKey = (batchId: string) => `settle-batch-${batchId}-net`

async function keepBatch(tx: DbOrTransaction, ctx: MemberContext, fileName: string, read: Read) {
  const { settlementBatches } = schema
  const { organisationId, personId } = ctx.user
  const digest = toHex(batchDigest(read.obligations))
  const [made] = await tx
    .insert(settlementBatches)
    .values({
      ...{
        organisationId,
        digest,
        fileName,
        format: read.format,
        encoding: read.encoding,
        broughtBy: personId,
      },
      ...{ obligations: read.obligations.length, setAside: read.bad.length, belowUnit: read.belowUnit },
    })
    .onConflictDoNothing()
    .returning({ id: settlementBatches.id })
  if (made === undefined) return { ...(await knownBatch(tx, organisationId, digest)), isNew: false }
  await keepRows(tx, made.id, read.obligations, read.bad)
  await writeOutbox(tx, { topic: 'settle-batch', payload: { batchId: made.id }, key: netKey(made.id) })
  await auditIn(tx, ctx, { subject: made.id })
  return { batchId: made.id, step: 'checked' as const, isNew: true }
}

async function knownBatch(tx: DbOrTransaction, organisationId: string, digest: string) {
  const { settlementBatches } = schema
  const same = and(
    eq(settlementBatches.organisationId, organisationId),
    eq(settlementBatches.digest, digest),
    ne(settlementBatches.step, 'declined'),
  )
  const [known] = await tx.select().from(settlementBatches).where(same)
  const { id, step } = must(known, 'a batch that is there already has its row')
  return { batchId: id, step }
}

async function keepRows(
  tx: DbOrTransaction,
  batchId: string,
  obligations: readonly Obligation[],
  bad: readonly BadRow[],
): Promise<void> {
  for (let at = 0; at < obligations.length; at += ROWS_AT_ONCE) {
    const rows = obligations.slice(at, at + ROWS_AT_ONCE).map((row) => ({ batchId, ...row }))
    await tx.insert(schema.settlementObligations).values(rows)
  }
  for (let at = 0; at < bad.length; at += ROWS_AT_ONCE) {
    const rows = bad.slice(at, at + ROWS_AT_ONCE).map(({ line, code, column, facts }) => ({
      ...{ batchId, line, code, column: column ?? null, facts: facts ?? null },
    }))
    await tx.insert(schema.settlementSetAside).values(rows).onConflictDoNothing()
  }
}
