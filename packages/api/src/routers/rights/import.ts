import { type DbOrTransaction, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { rightCode } from '@vc/nfr'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { MemberContext } from '../../context.ts'
import { allowed } from '../../procedures.ts'
import { badFacts, fileInput, fileRefusal, readFileInput, type ToldFile } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { findBatchOfFile, judgeWorks } from './judge-works.ts'
import { readWorksFile, type WorksFile } from './read-works-file.ts'

const { rightBatches, rights } = schema
const SHOWN = 10
const CHUNK = 1000

async function readWorks(db: DbOrTransaction, ctx: MemberContext, file: ToldFile): Promise<WorksFile> {
  const read = readWorksFile(file, new Date(ctx.clock.nowMs()).getUTCFullYear())
  if (!read.ok) throw refusalToError(fileRefusal(read.refusal))
  return judgeWorks(db, ctx.user.organisationId, read.value)
}

/** What an import of this file would take and what it would not, line by line; changes nothing. */
export const previewRoute = allowed('right.import', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'none',
  rate: 'act',
})
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const { file, digest } = readFileInput(input)
    const known = await findBatchOfFile(ctx.db, ctx.user.organisationId, digest)
    if (known) return { imported: { batchId: known.id, count: known.count }, file: null }
    const { works, bad, withCells, ...read } = await readWorks(ctx.db, ctx, file)
    const { format, encoding, columns } = read
    const sample = works.slice(0, SHOWN).map(({ line, right }) => ({ line, ...right }))
    const shown = { format, encoding, columns, count: works.length, bad: withCells(bad), sample }
    return { imported: null, file: shown }
  })

/**
 * Registers the works of a file as one batch, all or nothing; bad lines are left out only when the issuer says so.
 * The same file again changes nothing and gives the batch that it is.
 */
export const importRoute = allowed('right.import', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(fileInput.extend({ setBadAside: z.boolean() }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { file, digest } = readFileInput(input)
      const issuerId = ctx.user.organisationId
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`rights ${issuerId}`}, 0))`)
      const known = await findBatchOfFile(tx, issuerId, digest)
      if (known)
        return { batchId: known.id, count: known.count, setAside: known.setAside.length, isNew: false }
      const { works, bad, format, encoding } = await readWorks(tx, ctx, file)
      if (bad.length > 0 && !input.setBadAside)
        throw refusalToError({ code: 'rows-bad', facts: badFacts(bad, works.length) })
      if (works.length === 0) throw refusalToError({ code: 'no-good-rows', facts: badFacts(bad, 0) })
      const at = new Date(ctx.clock.nowMs())
      const [batch] = await tx
        .insert(rightBatches)
        .values({
          ...{ issuerId, fileName: input.fileName, digest, format, encoding, count: works.length },
          ...{ setAside: [...bad], step: 'imported', createdBy: ctx.user.personId },
          ...{ createdAt: at, updatedAt: at },
        })
        .returning({ id: rightBatches.id })
      const batchId = must(batch, 'an inserted row comes back').id
      await insertRights(tx, batchId, issuerId, works)
      await auditIn(tx, ctx, { subject: batchId })
      return { batchId, count: works.length, setAside: bad.length, isNew: true }
    }),
  )

async function insertRights(
  tx: DbOrTransaction,
  batchId: string,
  issuerId: string,
  works: WorksFile['works'],
): Promise<void> {
  const rows = works.map(({ line, right, fingerprint }, position) => ({
    ...{ batchId, issuerId, position, line, fingerprint, code: rightCode(issuerId, right) },
    ...right,
    creators: [...right.creators],
    uses: [...right.uses],
  }))
  for (let at = 0; at < rows.length; at += CHUNK) await tx.insert(rights).values(rows.slice(at, at + CHUNK))
}
