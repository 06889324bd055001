import { certificateCode, parseCertificateCode } from '@vc/certificates'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, asc, desc, eq, getViewSelectedFields, gt, gte, ilike, lt, lte, or } from 'drizzle-orm'
import { z } from 'zod'
import { pageInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { mayHold } from './transfer.ts'

const { certificateHoldings, meterImports, stations } = schema
const MOST = 500
const MOST_ROWS = 1000
const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/**
 * Certificates in force: the person's organisation's own, for a regulator all; the newest issues first, of one issue
 * the lowest serials, a page at a time, by station, period or the code of any one of them.
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
      eq(certificateHoldings.inForce, true),
      role === 'regulator' ? undefined : eq(certificateHoldings.holderId, organisationId),
      code ? holds(code) : text ? mentions(text) : undefined,
    )
    const rows = await ctx.db
      .select({
        range: getViewSelectedFields(certificateHoldings),
        holder: { name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(certificateHoldings)
      .innerJoin(organisations, eq(organisations.id, certificateHoldings.holderId))
      .where(and(wanted, after(cursor)))
      .orderBy(desc(certificateHoldings.number), asc(certificateHoldings.first))
      .limit(limit + 1)
    const shown = rows.slice(0, limit).map(({ range, holder }) => shownRange(range, holder))
    const last = shown.at(-1)
    const next = rows.length > limit && last ? `${last.number}:${last.first}` : null
    return {
      rows: shown,
      next,
      total: cursor === undefined ? await ctx.db.$count(certificateHoldings, wanted) : null,
    }
  })

function shownRange(
  range: typeof certificateHoldings.$inferSelect,
  holder: { readonly name: string; readonly nameZh: string },
) {
  const { station, first, last } = range
  const codes = { firstCode: certificateCode(station, first), lastCode: certificateCode(station, last) }
  return { ...range, holder, count: last - first + 1n, ...codes }
}

/** What follows a row: further serials of the same issued range, and all ranges issued before it. */
function after(cursor: string | undefined) {
  const [, number, first] = /^(\d{1,18}):(\d{1,18})$/.exec(cursor ?? '') ?? []
  if (number === undefined || first === undefined) return undefined
  const same = and(
    eq(certificateHoldings.number, BigInt(number)),
    gt(certificateHoldings.first, BigInt(first)),
  )
  return or(lt(certificateHoldings.number, BigInt(number)), same)
}

const mentions = (text: string) =>
  or(
    ilike(certificateHoldings.station, like(text)),
    ilike(certificateHoldings.fromPeriod, like(text)),
    ilike(certificateHoldings.toPeriod, like(text)),
  )
const holds = ({ station, serial }: { station: string; serial: bigint }) =>
  and(
    eq(certificateHoldings.station, station),
    lte(certificateHoldings.first, serial),
    gte(certificateHoldings.last, serial),
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
    .where(mayHold)
    .orderBy(asc(organisations.name))
  return rows.filter(({ id }) => id !== ctx.user.organisationId)
})
