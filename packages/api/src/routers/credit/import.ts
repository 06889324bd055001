import type { GivenForAll } from '@vc/admission'
import { type DbOrTransaction, schema, writeOutbox } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { MemberContext } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { badFacts, fileInput, readFileInput } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import {
  type ApplicationsFile,
  type JudgedApplication,
  readApplicationsFile,
} from './read-applications-file.ts'
import { queuesInput } from './window.ts'

const { creditImports, creditImportParts } = schema
const SHOWN = 10
/** Applications that one run of the worker writes. */
const PART = 500
const MOST_IMPORTS = 200

/** What is said once for all lines; an empty text is not said yet. */
const givenInput = z.strictObject({
  accountId: z.union([z.literal(''), hexInput(20)]),
  lots: z.int().min(1).max(1000),
  termUnit: z.enum(['days', 'months']),
  purpose: z.string().trim().max(4000),
  guarantee: z.string().trim().max(4000),
})
const habits = { stepUp: 'none', idempotency: 'same-result', rate: 'act' } as const

async function findImport(db: DbOrTransaction, organisationId: string, digest: string) {
  const same = and(eq(creditImports.organisationId, organisationId), eq(creditImports.digest, digest))
  const [row] = await db.select().from(creditImports).where(same)
  return row
}

/** How a file of applications is understood: its columns, its first lines as read, what is bad and why. Changes nothing. */
export const previewRoute = allowed('credit.import', { ...habits, audit: 'none' })
  .input(fileInput.extend({ given: givenInput, queues: queuesInput }))
  .mutation(async ({ ctx, input }) => {
    const { file, digest } = readFileInput(input)
    const known = await findImport(ctx.db, ctx.user.organisationId, digest)
    if (known) return { imported: { importId: known.id, count: known.count }, file: null }
    const { fileName, given, queues } = input
    const read = await readApplicationsFile(ctx.db, ctx, { ...file, fileName }, given, queues)
    const { applications, bad, withCells, ...shown } = read
    const sum = applications.reduce((total, { amount }) => total + amount, 0n)
    const sample = applications.slice(0, SHOWN)
    return {
      imported: null,
      file: { ...shown, count: applications.length, sum, bad: withCells(bad), sample },
    }
  })

/**
 * Takes a file of applications, all or nothing unless bad lines are set aside; a job then writes them. The same file
 * again changes nothing. Refused: what is still unsaid, bad lines, and a file while another is under way.
 */
export const importRoute = allowed('credit.import', { ...habits, audit: 'decision' })
  .input(fileInput.extend({ given: givenInput, setBadAside: z.boolean(), queues: queuesInput }))
  .mutation(async ({ ctx, input }) => {
    const done = await ctx.db.transaction((tx) => keepFile(tx, ctx, input))
    if (done.isNew) await ctx.wake('take-applications', partKey(done.importId, 0))
    return done
  })

type Brought = z.infer<typeof fileInput> & {
  readonly given: GivenForAll
  readonly setBadAside: boolean
  readonly queues: boolean
}
const partKey = (importId: string, part: number) => `take-applications-${importId}-${part}`

async function keepFile(tx: DbOrTransaction, ctx: MemberContext, input: Brought) {
  const { organisationId } = ctx.user
  const { file, digest } = readFileInput(input)
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`applications ${organisationId}`}, 0))`,
  )
  const known = await findImport(tx, organisationId, digest)
  if (known) return { importId: known.id, count: known.count, setAside: known.setAside.length, isNew: false }
  await refuseWhileUnderWay(tx, organisationId)
  const { fileName, given, setBadAside, queues } = input
  const read = await readApplicationsFile(tx, ctx, { ...file, fileName }, given, queues)
  refuseUnlessWhole(read, setBadAside)
  const importId = await insertImport(tx, ctx, { fileName, digest }, read)
  await insertParts(tx, importId, read.applications)
  await auditIn(tx, ctx, { subject: importId })
  return { importId, count: read.applications.length, setAside: read.bad.length, isNew: true }
}

/** References that are still on their way could not be compared with. */
async function refuseWhileUnderWay(tx: DbOrTransaction, organisationId: string): Promise<void> {
  const [busy] = await tx
    .select({ fileName: creditImports.fileName })
    .from(creditImports)
    .where(and(eq(creditImports.organisationId, organisationId), lt(creditImports.done, creditImports.count)))
  if (busy) throw refusalToError({ code: 'import-under-way', facts: { fileName: busy.fileName } })
}

function refuseUnlessWhole({ missing, bad, applications }: ApplicationsFile, setBadAside: boolean): void {
  if (missing.length > 0)
    throw refusalToError({ code: 'applications-incomplete', facts: { fields: missing.join(', ') } })
  if (bad.length > 0 && !setBadAside)
    throw refusalToError({ code: 'rows-bad', facts: badFacts(bad, applications.length) })
  if (applications.length === 0) throw refusalToError({ code: 'no-good-rows', facts: badFacts(bad, 0) })
}

async function insertImport(
  tx: DbOrTransaction,
  ctx: MemberContext,
  file: { readonly fileName: string; readonly digest: string },
  { readings, bad, applications }: ApplicationsFile,
): Promise<string> {
  const { organisationId, personId } = ctx.user
  const at = new Date(ctx.clock.nowMs())
  const rows = await tx
    .insert(creditImports)
    .values({
      ...{ organisationId, personId, ...file, readings: [...readings], setAside: [...bad] },
      ...{ count: applications.length, createdAt: at, updatedAt: at },
    })
    .returning({ id: creditImports.id })
  return must(rows[0], 'an inserted row comes back').id
}

async function insertParts(
  tx: DbOrTransaction,
  importId: string,
  applications: readonly JudgedApplication[],
): Promise<void> {
  for (let part = 0; part * PART < applications.length; part += 1) {
    const some = applications.slice(part * PART, (part + 1) * PART)
    const rows = some.map(({ amount, ...row }) => ({ ...row, amount: amount.toString() }))
    await tx.insert(creditImportParts).values({ importId, part, rows })
    const key = partKey(importId, part)
    await writeOutbox(tx, { topic: 'take-applications', payload: { importId, part }, key })
  }
}

/** Files of applications, the newest first: a holder's organisation's own with their bad lines, for everyone else all of them. */
export const importsRoute = allowed('credit.list', reads).query(async ({ ctx }) => {
  const { role, organisationId } = ctx.user
  const isHolder = role === 'holder'
  const rows = await ctx.db
    .select({ file: creditImports, organisation: { name: organisations.name, nameZh: organisations.nameZh } })
    .from(creditImports)
    .innerJoin(organisations, eq(organisations.id, creditImports.organisationId))
    .where(isHolder ? eq(creditImports.organisationId, organisationId) : undefined)
    .orderBy(desc(creditImports.createdAt))
    .limit(MOST_IMPORTS)
  return rows.map(({ file, organisation }) => {
    const { id, fileName, digest, readings, setAside, count, done, createdAt } = file
    const bad = isHolder ? setAside : []
    return {
      id,
      fileName,
      digest,
      readings,
      count,
      done,
      createdAt,
      organisation,
      bad,
      setAside: setAside.length,
    }
  })
})
