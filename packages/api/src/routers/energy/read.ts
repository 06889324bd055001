import { certificateCode, parseCertificateCode } from '@vc/certificates'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, asc, desc, eq, gte, ilike, lt, lte, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { pageInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'

const { certificateRanges, meterImports, stations } = schema
const MOST = 500
const MOST_ROWS = 1000
const isInForce = sql`not exists (select 1 from certificate_ranges c where c.parent_id = ${certificateRanges.id})`
const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/**
 * Certificates in force: the person's organisation's own, for a regulator all; newest first, a page at a
 * time, by station, period or the code of any one of them.
 */
export const listRoute = allowed('certificate.list', reads)
  .input(
    pageInput.extend({
      limit: z.int().min(1).max(MOST_ROWS).default(50),
      text: z.string().trim().max(200).optional(),
    }),
  )
  .query(async ({ ctx, input: { cursor, limit, text } }) => {
    const { role, organisationId } = ctx.user
    const code = text === undefined ? undefined : parseCertificateCode(text)
    const wanted = and(
      isInForce,
      role === 'regulator' ? undefined : eq(certificateRanges.holderId, organisationId),
      code ? holds(code) : text ? mentions(text) : undefined,
    )
    const after =
      cursor && /^\d{1,18}$/.test(cursor) ? lt(certificateRanges.number, BigInt(cursor)) : undefined
    const rows = await ctx.db
      .select({
        range: certificateRanges,
        holder: { name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(certificateRanges)
      .innerJoin(organisations, eq(organisations.id, certificateRanges.holderId))
      .where(and(wanted, after))
      .orderBy(desc(certificateRanges.number))
      .limit(limit + 1)
    const shown = rows.slice(0, limit).map(({ range, holder }) => ({
      ...range,
      holder,
      count: range.last - range.first + 1n,
      firstCode: certificateCode(range.station, range.first),
      lastCode: certificateCode(range.station, range.last),
    }))
    const last = shown.at(-1)
    const next = rows.length > limit && last ? last.number.toString() : null
    return {
      rows: shown,
      next,
      total: cursor === undefined ? await ctx.db.$count(certificateRanges, wanted) : null,
    }
  })

const mentions = (text: string) =>
  or(
    ilike(certificateRanges.station, like(text)),
    ilike(certificateRanges.fromPeriod, like(text)),
    ilike(certificateRanges.toPeriod, like(text)),
  )
const holds = ({ station, serial }: { station: string; serial: bigint }) =>
  and(
    eq(certificateRanges.station, station),
    lte(certificateRanges.first, serial),
    gte(certificateRanges.last, serial),
  )

/** The centre's imports, newest first, with what was issued, what was set aside, and where the ledger has it. */
export const importsRoute = allowed('certificate.import', reads).query(async ({ ctx }) => {
  const rows = await ctx.db
    .select()
    .from(meterImports)
    .where(eq(meterImports.centreId, ctx.user.organisationId))
    .orderBy(desc(meterImports.createdAt))
    .limit(MOST)
  return rows.map(({ recordValue: _, ...row }) => row)
})

/** What the centre's stations have behind them: next serial, energy not yet a whole MWh (10^-18 MWh). */
export const stationsRoute = allowed('certificate.import', reads).query(({ ctx }) =>
  ctx.db
    .select()
    .from(stations)
    .where(eq(stations.centreId, ctx.user.organisationId))
    .orderBy(asc(stations.station))
    .limit(MOST),
)

/** Organisations that certificates can be handed to. */
export const receiversRoute = allowed('certificate.transfer', reads).query(async ({ ctx }) => {
  const rows = await ctx.db
    .select({ id: organisations.id, name: organisations.name, nameZh: organisations.nameZh })
    .from(organisations)
    .where(eq(organisations.status, 'active'))
    .orderBy(asc(organisations.name))
  return rows.filter(({ id }) => id !== ctx.user.organisationId)
})
