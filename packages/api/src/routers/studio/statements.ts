import { type DueRow, dueRows, schema, statementRows } from '@vc/db'
import { and, asc, eq, inArray, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { ageOf, delayOf, dueState, isOwed, leftOf } from './due-state.ts'

const { royaltyContracts, royaltyDues, royaltyLines, royaltyParties, royaltyStatements, studioTitles } =
  schema

/** Lines of contracts in which the own organisation is a party: of its own statements all, of others its own. */
const linesSeen = ({ db, user }: MemberContext): SQL =>
  inArray(
    royaltyLines.contractId,
    db
      .select({ id: royaltyParties.contractId })
      .from(royaltyParties)
      .where(eq(royaltyParties.organisationId, user.organisationId)),
  )

function linesOf(ctx: MemberContext, statementIds: readonly string[]) {
  return ctx.db
    .select({ line: royaltyLines, title: studioTitles.name, code: studioTitles.code })
    .from(royaltyLines)
    .innerJoin(royaltyContracts, eq(royaltyContracts.id, royaltyLines.contractId))
    .innerJoin(studioTitles, eq(studioTitles.id, royaltyContracts.titleId))
    .where(and(inArray(royaltyLines.statementId, [...statementIds]), linesSeen(ctx)))
    .orderBy(asc(royaltyLines.day), asc(royaltyLines.line))
}
type LineRow = Awaited<ReturnType<typeof linesOf>>[number]

/** Every statement of which the own organisation sees lines, the newest first. */
export const statementsRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const seen = ctx.db.select({ id: royaltyLines.statementId }).from(royaltyLines).where(linesSeen(ctx))
  const rows = await statementRows(ctx.db, inArray(royaltyStatements.id, seen))
  const ids = rows.map(({ statement }) => statement.id)
  const lines = await linesOf(ctx, ids)
  const dues = await duesSeen(ctx, ids)
  return rows.map((row) =>
    shown(
      ctx,
      row,
      lines.filter(({ line }) => line.statementId === row.statement.id),
      dues.filter(({ due }) => due.statementId === row.statement.id),
    ),
  )
})

/** What is due of statements: to the channel all, to studio and publisher each its own. */
async function duesSeen({ db, user }: MemberContext, statementIds: readonly string[]) {
  const rows = await dueRows(db, inArray(royaltyDues.statementId, [...statementIds]))
  const own = await db
    .select({ id: royaltyStatements.id })
    .from(royaltyStatements)
    .where(eq(royaltyStatements.organisationId, user.organisationId))
  const ownIds = new Set(own.map(({ id }) => id))
  return rows.filter(({ due }) => ownIds.has(due.statementId) || due.organisationId === user.organisationId)
}

type StatementRow = Awaited<ReturnType<typeof statementRows>>[number]

function shown(
  ctx: MemberContext,
  { statement, name, nameZh }: StatementRow,
  lines: readonly LineRow[],
  dues: readonly DueRow[],
) {
  const { id, fileName, digest, createdAt, organisationId, corrects, correction } = statement
  const sum = (part: 'net' | 'studio' | 'publisher' | 'channel') =>
    lines.reduce((all, { line }) => all + line[part], 0n)
  return {
    ...{ id, fileName, digest, createdAt, channel: { name, nameZh }, lines: lines.length },
    ...{ corrects, correction },
    isMine: organisationId === ctx.user.organisationId,
    ...{ from: lines[0]?.line.day ?? '', to: lines.at(-1)?.line.day ?? '' },
    sums: { net: sum('net'), studio: sum('studio'), publisher: sum('publisher'), channel: sum('channel') },
    ...standingOf(dues, ctx.clock.nowMs()),
  }
}

/** How far payment is: what is owed, what of it is late and since when, what was paid and after how many days on average. */
export function standingOf(dues: readonly DueRow[], nowMs: number) {
  const amounts = (rows: readonly DueRow[]) => rows.reduce((sum, row) => sum + leftOf(row), 0n)
  const states = dues.map((row) => ({ row, state: dueState(row, nowMs), delay: delayOf(row) }))
  const pick = (which: (one: (typeof states)[number]) => boolean) =>
    states.filter(which).map(({ row }) => row)
  const late = pick(({ state }) => state === 'arrear')
  const paid = states.flatMap(({ row, delay }) => (delay === null ? [] : [{ row, delay }]))
  const weight = paid.reduce((sum, { row, delay }) => sum + leftOf(row) * BigInt(delay), 0n)
  const whole = amounts(paid.map(({ row }) => row))
  return {
    owed: amounts(pick(({ state }) => isOwed(state))),
    open: amounts(pick(({ state }) => ['signing', 'on-its-way', 'credit-asked'].includes(state))),
    ...{ paid: whole, late: amounts(late) },
    /** The oldest arrear, in days. */
    lateDays: Math.max(0, ...late.map((row) => ageOf(row, nowMs))),
    /** Tenths of a day from sale to payment, each share weighing as much as it is; null while nothing is paid. */
    delayTenths: whole === 0n ? null : Number((weight * 10n + whole / 2n) / whole),
  }
}

/** One statement: its lines with every share, and what is due of them, each with how it stands. */
export const statementRoute = allowed('studio.list', reads)
  .input(z.strictObject({ statementId: idInput }))
  .query(async ({ ctx, input: { statementId } }) => {
    const lines = await linesOf(ctx, [statementId])
    const [row] = await statementRows(ctx.db, eq(royaltyStatements.id, statementId))
    if (!row || lines.length === 0) throw refusalToError({ code: 'not-found' })
    const dues = await duesSeen(ctx, [statementId])
    return {
      statement: shown(ctx, row, lines, dues),
      kin: await kinOf(ctx, row),
      lines: lines.map(({ line: { statementId: _, contractId, lineId: __, ...line }, title, code }) => ({
        ...{ ...line, contractId, title, code },
      })),
      dues: dues.map((one) => shownDue(ctx, one)),
    }
  })

/** What a statement corrects and what corrects it, the oldest first: both stay to be read. */
async function kinOf(ctx: MemberContext, { statement }: StatementRow) {
  const { id, corrects, correction } = royaltyStatements
  const first = statement.corrects ?? statement.id
  const rows = await ctx.db
    .select({ id, fileName: royaltyStatements.fileName, correction, createdAt: royaltyStatements.createdAt })
    .from(royaltyStatements)
    .where(or(eq(id, first), eq(corrects, first)))
    .orderBy(asc(correction))
  return rows.filter((row) => row.id !== statement.id)
}

function shownDue(ctx: MemberContext, row: DueRow) {
  const { line, part, account, amount, day, dueDay } = row.due
  const nowMs = ctx.clock.nowMs()
  const state = dueState(row, nowMs)
  return {
    ...{ line, part, account, amount, day, dueDay, state, delay: delayOf(row), left: leftOf(row) },
    ageDays: state === 'arrear' ? ageOf(row, nowMs) : 0,
    txid: delayOf(row) === null ? null : (row.submission?.txids[0] ?? null),
    /** The payment that waits for the channel's key. */
    actId: state === 'signing' ? (row.act?.id ?? null) : null,
  }
}
