import { newStation } from '@vc/certificates'
import { type DbOrTransaction, schema, writeOutbox } from '@vc/db'
import { must } from '@vc/kernel'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { MemberContext } from '../../context.ts'
import { allowed } from '../../procedures.ts'
import {
  badFacts,
  type FileInput,
  fileInput,
  fileRefusal,
  readFileInput,
  type ToldFile,
} from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { judgeMeters, type MeterLine, type MetersFile, readMetersFile } from './read-meters-file.ts'

const { meterImports, meterReadings, stations } = schema
const SHOWN = 10
const CHUNK = 2000

async function readMeters(db: DbOrTransaction, ctx: MemberContext, file: ToldFile): Promise<MetersFile> {
  const read = readMetersFile(file)
  if (!read.ok) throw refusalToError(fileRefusal(read.refusal))
  return judgeMeters(db, ctx.user.organisationId, read.value)
}

async function findImport(db: DbOrTransaction, centreId: string, digest: string) {
  const same = and(eq(meterImports.centreId, centreId), eq(meterImports.digest, digest))
  const [row] = await db.select().from(meterImports).where(same)
  return row
}

/** What an import of this file would take and what it would not, line by line; changes nothing. */
export const previewRoute = allowed('certificate.import', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'none',
  rate: 'act',
})
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const { file, digest } = readFileInput(input)
    const known = await findImport(ctx.db, ctx.user.organisationId, digest)
    if (known) return { imported: { importId: known.id, count: known.readings }, file: null }
    const read = await readMeters(ctx.db, ctx, file)
    const { readings, encoding, columns } = read
    const sample = readings.slice(0, SHOWN)
    const bad = read.withCells(read.bad)
    return { imported: null, file: { encoding, columns, count: readings.length, bad, sample } }
  })

/**
 * Keeps the readings of a file, all or nothing unless bad lines are set aside, and promises the issue of their
 * certificates. The same file again changes nothing.
 */
export const importRoute = allowed('certificate.import', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(fileInput.extend({ setBadAside: z.boolean() }))
  .mutation(async ({ ctx, input }) => {
    const done = await ctx.db.transaction((tx) => keepReadings(tx, ctx, input))
    if (done.isNew) await ctx.wake('issue-certificates', `issue-${done.importId}`)
    return done
  })

async function keepReadings(
  tx: DbOrTransaction,
  ctx: MemberContext,
  input: FileInput & { readonly setBadAside: boolean },
) {
  const { file, digest } = readFileInput(input)
  const centreId = ctx.user.organisationId
  // Stations are everybody's: two centres must not claim one at once.
  await tx.execute(sql`select pg_advisory_xact_lock(5643204)`)
  const known = await findImport(tx, centreId, digest)
  if (known)
    return { importId: known.id, count: known.readings, setAside: known.setAside.length, isNew: false }
  const { readings, bad } = await readMeters(tx, ctx, file)
  if (bad.length > 0 && !input.setBadAside)
    throw refusalToError({ code: 'rows-bad', facts: badFacts(bad, readings.length) })
  if (readings.length === 0) throw refusalToError({ code: 'no-good-rows', facts: badFacts(bad, 0) })
  const [row] = await tx
    .insert(meterImports)
    .values({
      ...{ centreId, fileName: input.fileName, digest, readings: readings.length, setAside: [...bad] },
      ...{ state: 'queued', createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) },
    })
    .returning({ id: meterImports.id })
  const importId = must(row, 'an inserted row comes back').id
  await insertReadings(tx, centreId, importId, readings)
  await writeOutbox(tx, { topic: 'issue-certificates', payload: { importId }, key: `issue-${importId}` })
  await auditIn(tx, ctx, { subject: importId })
  return { importId, count: readings.length, setAside: bad.length, isNew: true }
}

async function insertReadings(
  tx: DbOrTransaction,
  centreId: string,
  importId: string,
  readings: readonly MeterLine[],
): Promise<void> {
  const names = [...new Set(readings.map(({ station }) => station))]
  await tx
    .insert(stations)
    .values(names.map((station) => ({ station, centreId, ...newStation })))
    .onConflictDoNothing()
  const rows = readings.map(({ station, period, energy }) => ({ station, period, energy, importId }))
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx.insert(meterReadings).values(rows.slice(at, at + CHUNK))
}
