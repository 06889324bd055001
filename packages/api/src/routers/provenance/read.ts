import { inclusionProof, toHex, utf8 } from '@vc/crypto'
import { type DbOrTransaction, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, asc, eq, inArray, notInArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { namesOutput, recordOutput } from '../../output.ts'
import { openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'

const { epcisDocuments, epcisEvents, epcisThings } = schema
/** How far back a lot is followed through what it was made of, and how much of it is shown. */
const MOST_STEPS = 8
const MOST_EVENTS = 200
const MOST_THINGS = 100

const eventOutput = z.strictObject({
  ...{ index: z.int(), text: z.string(), proof: z.array(z.string()) },
})
const documentOutput = z.strictObject({
  ...{ organisation: namesOutput, signerKey: z.string(), record: recordOutput },
  events: z.array(eventOutput),
})
const wayOutput = z
  .strictObject({
    ...{ thing: z.string(), documents: z.array(documentOutput) },
    ...{ gaps: z.array(z.string()).readonly(), isWhole: z.boolean() },
  })
  .nullable()

/**
 * Anyone: the way of a lot through the recorded events, its own and those of what it was made of and packed into. With each
 * event comes what a browser needs to check it by itself: its text, place and path under its document's record, and the
 * block with the record. Null for a lot that no recorded event names.
 */
export const readRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.strictObject({ thing: z.string().min(1).max(300) }))
  .output(wayOutput)
  .query(async ({ ctx, input: { thing } }) => {
    const way = await wayOf(ctx.db, thing)
    if (way.events.length === 0) return null
    const documents = await Promise.all(
      [...Map.groupBy(way.events, ({ documentId }) => documentId)].map(async ([id, events]) =>
        provenDocument(ctx, id, events),
      ),
    )
    return { thing, documents, gaps: way.gaps, isWhole: way.events.length < MOST_EVENTS }
  })

type Place = { readonly documentId: string; readonly position: number }

/** The events that tell of a thing, and of what went into it, back to where nothing more is recorded. */
async function wayOf(db: DbOrTransaction, thing: string) {
  const events = new Map<string, Place>()
  const asked = new Set([thing])
  const sources = new Set<string>()
  let next: readonly string[] = [thing]
  for (let step = 0; step < MOST_STEPS && next.length > 0 && events.size < MOST_EVENTS; step += 1) {
    const rows = await rowsNaming(db, next)
    for (const { documentId, position } of rows)
      events.set(`${documentId} ${position}`, { documentId, position })
    const found = await leadingTo(db, rows)
    for (const { thing: source } of found) sources.add(source)
    next = [...new Set(found.map((row) => row.thing))].filter((one) => !asked.has(one)).slice(0, MOST_THINGS)
    for (const one of next) asked.add(one)
  }
  const gaps = await withoutOrigin(db, [...sources])
  return { events: [...events.values()].slice(0, MOST_EVENTS), gaps }
}

const isRecorded = eq(epcisDocuments.step, 'recorded')

async function rowsNaming(db: DbOrTransaction, things: readonly string[]) {
  const { documentId, position, thing, part } = epcisThings
  return db
    .select({ documentId, position, thing, part })
    .from(epcisThings)
    .innerJoin(epcisDocuments, eq(epcisDocuments.id, documentId))
    .where(and(isRecorded, inArray(thing, [...things])))
    .orderBy(asc(documentId), asc(position))
    .limit(MOST_EVENTS)
}

type Named = Awaited<ReturnType<typeof rowsNaming>>[number]

/** What was used up where these came into being, and what they were packed into. */
async function leadingTo(db: DbOrTransaction, rows: readonly Named[]) {
  const of = (part: Named['part'], wanted: Named['part']) =>
    rows
      .filter((row) => row.part === part)
      .map(({ documentId, position }) =>
        and(
          eq(epcisThings.documentId, documentId),
          eq(epcisThings.position, position),
          eq(epcisThings.part, wanted),
        ),
      )
  const places = [...of('output', 'input'), ...of('child', 'parent')]
  if (places.length === 0) return []
  const { thing, part } = epcisThings
  return db
    .selectDistinct({ thing, part })
    .from(epcisThings)
    .where(or(...places))
    .limit(MOST_EVENTS)
}

/** Of these the ones that nothing recorded has brought into being: there the way has a gap. */
async function withoutOrigin(db: DbOrTransaction, things: readonly string[]): Promise<readonly string[]> {
  if (things.length === 0) return []
  const { thing, part, documentId } = epcisThings
  const rows = await db
    .selectDistinct({ thing })
    .from(epcisThings)
    .innerJoin(epcisDocuments, eq(epcisDocuments.id, documentId))
    .where(and(isRecorded, inArray(thing, [...things]), notInArray(part, ['input', 'child'])))
  const known = new Set(rows.map((row) => row.thing))
  return things.filter((one) => !known.has(one))
}

/** A document with the asked of its events, each with its path, and its record in its block. */
async function provenDocument(ctx: Context, id: string, places: readonly Place[]) {
  const [row] = await ctx.db
    .select({ document: epcisDocuments, name: organisations.name, nameZh: organisations.nameZh })
    .from(epcisDocuments)
    .innerJoin(organisations, eq(organisations.id, epcisDocuments.organisationId))
    .where(eq(epcisDocuments.id, id))
  const texts = await ctx.db
    .select({ event: epcisEvents.event })
    .from(epcisEvents)
    .where(eq(epcisEvents.documentId, id))
    .orderBy(sql`${epcisEvents.position}`)
  const leaves = texts.map(({ event }) => utf8(event))
  return {
    organisation: { name: row?.name ?? '', nameZh: row?.nameZh ?? '' },
    signerKey: toHex(row?.document.signerKey ?? new Uint8Array()),
    record: await recordOnLedger(ctx, row?.document.txid ?? null),
    events: places
      .toSorted((a, b) => a.position - b.position)
      .map(({ position }) => ({
        ...{ index: position, text: texts[position]?.event ?? '' },
        proof: inclusionProof(leaves, position).map(toHex),
      })),
  }
}
