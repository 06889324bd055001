import { type DueRow, type DueSum, dueRows, dueSums, lineSums, schema, statementRows } from '@vc/db'
import { and, asc, eq, inArray, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { ageOf, delayOf, dueState, isOwed, leftOf } from './due-state.ts'

const { royaltyContracts, royaltyDues, royaltyLines, royaltyParties, royaltyStatements, studioTitles } =
  schema

/** So many lines of a statement are listed; what it comes to is of all of them. */
const MOST_LISTED = 2_000

/** Lines of contracts in which the own organisation is a party: of its own statements all, of others its own. */
const linesSeen = ({ db, user }: MemberContext): SQL =>
  inArray(
    royaltyLines.contractId,
    db
      .select({ id: royaltyParties.contractId })
      .from(royaltyParties)
      .where(eq(royaltyParties.organisationId, user.organisationId)),
  )

/** The first lines of a statement by their days. */
function firstLines(ctx: MemberContext, statementId: string) {
  return ctx.db
    .select({ line: royaltyLines, title: studioTitles.name, code: studioTitles.code })
    .from(royaltyLines)
    .innerJoin(royaltyContracts, eq(royaltyContracts.id, royaltyLines.contractId))
    .innerJoin(studioTitles, eq(studioTitles.id, royaltyContracts.titleId))
    .where(and(eq(royaltyLines.statementId, statementId), linesSeen(ctx)))
    .orderBy(asc(royaltyLines.day), asc(royaltyLines.line))
    .limit(MOST_LISTED)
}

/** Every statement of which the own organisation sees lines, the newest first. */
export const statementsRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const seen = ctx.db.select({ id: royaltyLines.statementId }).from(royaltyLines).where(linesSeen(ctx))
  return shownStatements(ctx, await statementRows(ctx.db, inArray(royaltyStatements.id, seen)))
})

/** What is due of statements: to the channel all, to studio and publisher each its own. */
function duesSeen({ db, user }: MemberContext, statementIds: readonly string[]) {
  const { id, organisationId } = royaltyStatements
  const own = db.select({ id }).from(royaltyStatements).where(eq(organisationId, user.organisationId))
  const mine = or(inArray(royaltyDues.statementId, own), eq(royaltyDues.organisationId, user.organisationId))
  return and(inArray(royaltyDues.statementId, [...statementIds]), mine)
}

type StatementRow = Awaited<ReturnType<typeof statementRows>>[number]

/** Statements with what their lines come to and how far they are paid: nothing for one whose lines are not to be seen. */
async function shownStatements(ctx: MemberContext, rows: readonly StatementRow[]) {
  const ids = rows.map(({ statement }) => statement.id)
  const lines = await lineSums(ctx.db, and(inArray(royaltyLines.statementId, ids), linesSeen(ctx)))
  const sums = new Map(lines.map(({ statementId, ...sum }) => [statementId, sum]))
  const dues = Map.groupBy(await dueSums(ctx.db, duesSeen(ctx, ids)), ({ due }) => due.statementId)
  return rows.flatMap(({ statement, name, nameZh }) => {
    const { id, fileName, digest, createdAt, organisationId, corrects, correction } = statement
    const sum = sums.get(id)
    if (!sum) return []
    const isMine = organisationId === ctx.user.organisationId
    return {
      ...{ id, fileName, digest, createdAt, channel: { name, nameZh }, corrects, correction, isMine },
      ...{ ...sum, ...standingOf(dues.get(id) ?? [], ctx.clock.nowMs()) },
    }
  })
}

/** How far payment is: what is owed, what of it is late, since when and to whom, what was paid and after how many days on average. */
export function standingOf(dues: readonly DueSum[], nowMs: number) {
  const amounts = (rows: readonly DueSum[]) => rows.reduce((sum, row) => sum + leftOf(row), 0n)
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
    isSigning: states.some(({ state }) => state === 'signing'),
    ...{ paid: whole, late: amounts(late) },
    lateTo: [...Map.groupBy(late, ({ due }) => due.account)].map(([account, rows]) => ({
      ...{ account, amount: amounts(rows), parts: [...new Set(rows.map(({ due }) => due.part))] },
    })),
    /** The oldest arrear, in days. */
    lateDays: late.reduce((most, row) => Math.max(most, ageOf(row, nowMs)), 0),
    /** Tenths of a day from sale to payment, each share weighing as much as it is; null while nothing is paid. */
    delayTenths: whole === 0n ? null : Number((weight * 10n + whole / 2n) / whole),
  }
}

/** One statement: its first lines with every share, and what is due of them, each with how it stands. */
export const statementRoute = allowed('studio.list', reads)
  .input(z.strictObject({ statementId: idInput }))
  .query(async ({ ctx, input: { statementId } }) => {
    const rows = await statementRows(ctx.db, eq(royaltyStatements.id, statementId))
    const [statement] = await shownStatements(ctx, rows)
    const [row] = rows
    if (!row || !statement) throw refusalToError({ code: 'not-found' })
    const lines = await firstLines(ctx, statementId)
    const listed = inArray(
      royaltyDues.line,
      lines.map(({ line }) => line.line),
    )
    const dues = await dueRows(ctx.db, and(duesSeen(ctx, [statementId]), listed))
    return {
      ...{ statement, kin: await kinOf(ctx, row) },
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
