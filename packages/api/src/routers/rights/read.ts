import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, asc, count, desc, eq, gt, ilike, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { idInput, pageInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { visibleTo } from './find-batch.ts'

const { rightBatches, rights, acts } = schema
const issuer = alias(organisations, 'issuer')
const appraiser = alias(organisations, 'appraiser')
const centre = alias(organisations, 'centre')
const names = {
  issuer: { name: issuer.name, nameZh: issuer.nameZh },
  appraiser: { name: appraiser.name, nameZh: appraiser.nameZh },
  centre: { name: centre.name, nameZh: centre.nameZh },
}
const MOST_BATCHES = 500
const MOST_ROWS = 1000

function batchFields(db: DbOrTransaction) {
  return db
    .select({ batch: rightBatches, actStatus: acts.status, actExpiresAt: acts.expiresAt, ...names })
    .from(rightBatches)
    .innerJoin(issuer, eq(issuer.id, rightBatches.issuerId))
    .leftJoin(appraiser, eq(appraiser.id, rightBatches.appraiserId))
    .leftJoin(centre, eq(centre.id, rightBatches.centreId))
    .leftJoin(acts, eq(acts.id, rightBatches.actId))
}
type Row = Awaited<ReturnType<typeof batchFields>>[number]

/** What a screen shows of a batch. `approved`: the certifier has signed, no block has it yet. */
function viewOf({ batch, actStatus, actExpiresAt, ...parties }: Row, nowMs: number) {
  const { certifierKey: _, recordValue: __, setAside, createdBy: ___, ...shown } = batch
  const signed = actStatus === 'complete' || actStatus === 'submitted'
  const step = batch.step === 'prepared' && signed ? ('approved' as const) : batch.step
  const isOver = actStatus === 'open' && actExpiresAt !== null && actExpiresAt.getTime() <= nowMs
  return {
    ...shown,
    step,
    setAside: setAside.length,
    isDraftOver: isOver || actStatus === 'withdrawn',
    ...parties,
  }
}

/** The newest batches that the person may see. */
export const batchesRoute = allowed('right.list', reads).query(async ({ ctx }) => {
  const rows = await batchFields(ctx.db)
    .where(visibleTo(ctx.user))
    .orderBy(desc(rightBatches.createdAt))
    .limit(MOST_BATCHES)
  return rows.map((row) => viewOf(row, ctx.clock.nowMs()))
})

/** One batch with the lines that were set aside. */
export const batchRoute = allowed('right.list', reads)
  .input(z.strictObject({ batchId: idInput }))
  .query(async ({ ctx, input }) => {
    const [row] = await batchFields(ctx.db).where(
      and(eq(rightBatches.id, input.batchId), visibleTo(ctx.user)),
    )
    if (!row) throw refusalToError({ code: 'not-found' })
    return { ...viewOf(row, ctx.clock.nowMs()), badRows: row.batch.setAside }
  })

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Rights of one batch or of all, by text and step, in the order of their batch and place; a page, what follows it, and with the first page how many there are. */
export const listRoute = allowed('right.list', reads)
  .input(
    pageInput.extend({
      limit: z.int().min(1).max(MOST_ROWS).default(50),
      batchId: idInput.optional(),
      text: z.string().trim().max(200).optional(),
      step: z.enum(['imported', 'appraised', 'prepared', 'certified', 'declined']).optional(),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { cursor, limit, batchId, text, step } = input
    const found = text
      ? or(
          ilike(rights.title, like(text)),
          ilike(rights.accession, like(text)),
          ilike(rights.code, like(text)),
          sql`array_to_string(${rights.creators}, ' ') ilike ${like(text)}`,
        )
      : undefined
    const [afterBatch, afterPlace] = readCursor(cursor)
    const after =
      afterBatch === undefined
        ? undefined
        : or(
            gt(rights.batchId, afterBatch),
            and(eq(rights.batchId, afterBatch), gt(rights.position, afterPlace)),
          )
    const wanted = and(
      visibleTo(ctx.user),
      batchId === undefined ? undefined : eq(rights.batchId, batchId),
      step === undefined ? undefined : eq(rightBatches.step, step),
      found,
    )
    const rows = await ctx.db
      .select({ right: rights, step: rightBatches.step, issuer: names.issuer })
      .from(rights)
      .innerJoin(rightBatches, eq(rightBatches.id, rights.batchId))
      .innerJoin(issuer, eq(issuer.id, rights.issuerId))
      .where(and(wanted, after))
      .orderBy(asc(rights.batchId), asc(rights.position))
      .limit(limit + 1)
    const shown = rows.slice(0, limit).map(({ right, ...rest }) => ({ ...right, ...rest }))
    const last = shown.at(-1)
    const next = rows.length > limit && last ? `${last.batchId}:${last.position}` : null
    return { rows: shown, next, total: cursor === undefined ? await countOf(ctx.db, wanted) : null }
  })

/** How many rights there are on all pages. */
async function countOf(db: DbOrTransaction, wanted: SQL | undefined): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(rights)
    .innerJoin(rightBatches, eq(rightBatches.id, rights.batchId))
    .where(wanted)
  return row?.total ?? 0
}

function readCursor(cursor: string | undefined): [string | undefined, number] {
  const match = /^([0-9a-f-]{36}):(\d{1,9})$/.exec(cursor ?? '')
  return [match?.[1], Number(match?.[2] ?? 0)]
}
