import { type DbOrTransaction, schema, writeOutbox } from '@vc/db'
import { must } from '@vc/kernel'
import { and, eq, ne } from 'drizzle-orm'
import { actKeyOf } from '../../acts/act-key-of.ts'
import { auditIn } from '../../audit.ts'
import type { MemberContext } from '../../context.ts'
import { allowed } from '../../procedures.ts'
import { badFacts, fileInput, fileRefusal, readFileInput, type ToldFile } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type EpcisFile, readEpcis } from './read-epcis.ts'

const { epcisDocuments, epcisEvents, epcisThings } = schema
const SHOWN = 10
const CHUNK = 1_000

function readFile(file: ToldFile): EpcisFile {
  const read = readEpcis(file)
  if (!read.ok) throw refusalToError(fileRefusal(read.refusal))
  return read.value
}

/** What an import of this document would take, event by event; changes nothing. */
export const previewRoute = allowed('provenance.write', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'none',
  rate: 'act',
})
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const { file, digest } = readFileInput(input)
    const known = await findDocument(ctx.db, ctx, digest)
    const { events, bad, encoding, createdAtSource } = readFile(file)
    const sample = events.slice(0, SHOWN).map(({ type, time, things }) => ({
      ...{ type, time, things: things.map(({ thing }) => thing) },
    }))
    return { isKnown: known !== undefined, count: events.length, bad, encoding, createdAtSource, sample }
  })

/**
 * Takes a document whole or not at all, and has its record drafted for this person's act key. The same file again changes
 * nothing. Refuses `rows-bad`, `events-key-missing`, and what `readEpcis` refuses.
 */
export const importRoute = allowed('provenance.write', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const made = await ctx.db.transaction((tx) => take(tx, ctx, input))
    if (made.isNew) await ctx.wake('record-events', outboxKey(made.documentId))
    return made
  })

const outboxKey = (documentId: string) => `record-events-${documentId}`

async function take(
  tx: DbOrTransaction,
  ctx: MemberContext,
  input: Parameters<typeof readFileInput>[0] & { fileName: string },
) {
  const { file, digest } = readFileInput(input)
  const { organisationId, personId } = ctx.user
  const known = await findDocument(tx, ctx, digest)
  if (known) return { documentId: known.id, count: known.events, isNew: false }
  const { events, bad, createdAtSource } = readFile(file)
  if (bad.length > 0) throw refusalToError({ code: 'events-bad', facts: badFacts(bad, events.length) })
  const signerKey = await actKeyOf(tx, personId)
  if (!signerKey) throw refusalToError({ code: 'events-key-missing' })
  const at = new Date(ctx.clock.nowMs())
  const [row] = await tx
    .insert(epcisDocuments)
    .values({
      ...{ organisationId, fileName: input.fileName, digest, createdAtSource, events: events.length },
      ...{ signerId: personId, signerKey, step: 'prepared', createdAt: at, updatedAt: at },
    })
    .returning({ id: epcisDocuments.id })
  const documentId = must(row, 'an inserted row comes back').id
  await insertEvents(tx, documentId, events)
  await writeOutbox(tx, { topic: 'record-events', payload: { documentId }, key: outboxKey(documentId) })
  await auditIn(tx, ctx, { subject: documentId })
  return { documentId, count: events.length, isNew: true }
}

/** One that is not taken back or refused. */
async function findDocument(db: DbOrTransaction, { user }: MemberContext, digest: string) {
  const own = and(eq(epcisDocuments.organisationId, user.organisationId), eq(epcisDocuments.digest, digest))
  const [known] = await db
    .select()
    .from(epcisDocuments)
    .where(and(own, ne(epcisDocuments.step, 'refused')))
  return known
}

async function insertEvents(
  tx: DbOrTransaction,
  documentId: string,
  events: EpcisFile['events'],
): Promise<void> {
  const rows = events.map(({ text }, position) => ({ documentId, position, event: text }))
  const things = events.flatMap((event, position) =>
    event.things.map(({ thing, part }) => ({ documentId, position, thing, part })),
  )
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx.insert(epcisEvents).values(rows.slice(at, at + CHUNK))
  for (let at = 0; at < things.length; at += CHUNK)
    await tx.insert(epcisThings).values(things.slice(at, at + CHUNK))
}
