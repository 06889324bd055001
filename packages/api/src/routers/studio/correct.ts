import { contractsOfChannel, type StatedDay, schema, statedDayRows } from '@vc/db'
import { must } from '@vc/kernel'
import { correctDays, dayAfter, parseStatement, type StatementLine } from '@vc/settlement'
import { withCells } from '@vc/tabular'
import { parseTableFile } from '@vc/tabular/sheet'
import { and, desc, eq, or } from 'drizzle-orm'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
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
import { insertLines } from './bring.ts'
import { mustBeOn } from './modules.ts'
import { advancedOf, type BookedLine, termsOfVersions, todayAt } from './read-statement.ts'
import { lockChannel, setOffAll } from './set-off-all.ts'

const { royaltyLines, royaltyStatements } = schema
const SHOWN = 10
const habits = { stepUp: 'none', idempotency: 'same-result', rate: 'act' } as const
const input = fileInput.extend({ statementId: idInput })

/** What a correction of a statement would change, and every line that stands in its way; changes nothing. */
export const previewCorrectionRoute = allowed('studio.state', { ...habits, audit: 'none' })
  .input(input)
  .mutation(async ({ ctx, input: { statementId, ...brought } }) => {
    const { file, digest } = readFileInput(brought)
    const of = await correctedBy(ctx.db, ctx, statementId)
    if (of.newest.correction > 0 && of.newest.digest === digest) return { known: of.newest.id, seen: null }
    const { lines, bad, columns, encoding, format } = await readCorrection(ctx.db, ctx, of.first.id, file)
    const sample = lines.slice(0, SHOWN).map(({ line, day, code, net, shares }) => ({
      ...{ line, day, code, net, studio: shares.studio, publisher: shares.publisher },
    }))
    return { known: null, seen: { count: lines.length, bad, columns, encoding, format, sample } }
  })

/**
 * Corrects days of an own statement: a new statement that names the old one and books what the right figures change, whole or not at
 * all (docs/adr/0029). What is more goes into the next payment, what was too much is set off. The same correction again books nothing.
 * Refuses `not-found`, `statement-bad`, `correction-same`, `module-off`, and what the file is not.
 */
export const correctRoute = allowed('studio.state', { ...habits, audit: 'decision' })
  .input(input)
  .mutation(({ ctx, input: { statementId, ...brought } }) =>
    ctx.db.transaction((tx) => take(tx, ctx, statementId, brought)),
  )

/** The statement that a correction is of, and the newest of its corrections, or itself. Refuses `not-found`. */
async function correctedBy(db: DbOrTransaction, { user }: MemberContext, statementId: string) {
  const { id, corrects, organisationId, correction } = royaltyStatements
  const [asked] = await db
    .select()
    .from(royaltyStatements)
    .where(and(eq(id, statementId), eq(organisationId, user.organisationId)))
  if (!asked) throw refusalToError({ code: 'not-found' })
  const firstId = asked.corrects ?? asked.id
  const [newest] = await db
    .select()
    .from(royaltyStatements)
    .where(or(eq(id, firstId), eq(corrects, firstId)))
    .orderBy(desc(correction))
    .limit(1)
  return { first: { id: firstId }, newest: must(newest, 'a statement is one of its kin') }
}

async function take(tx: DbOrTransaction, ctx: MemberContext, statementId: string, brought: FileInput) {
  const { organisationId, personId } = ctx.user
  const { file, digest } = readFileInput(brought)
  await lockChannel(tx, organisationId)
  const { first, newest } = await correctedBy(tx, ctx, statementId)
  if (newest.correction > 0 && newest.digest === digest) return { statementId: newest.id, isNew: false }
  await mustBeOn(tx, organisationId, 'settlement')
  const { lines, bad } = await readCorrection(tx, ctx, first.id, file)
  if (bad.length > 0) throw refusalToError({ code: 'statement-bad', facts: badFacts(bad, lines.length) })
  if (lines.length === 0) throw refusalToError({ code: 'correction-same' })
  const correction = newest.correction + 1
  const [row] = await tx
    .insert(royaltyStatements)
    .values({
      ...{ organisationId, fileName: brought.fileName, digest, corrects: first.id, correction },
      ...{ broughtBy: personId, createdAt: new Date(ctx.clock.nowMs()) },
    })
    .returning({ id: royaltyStatements.id })
  const { id } = must(row, 'an inserted row comes back')
  await insertLines(tx, { statementId: id, correction }, lines)
  await setOffAll(tx, ctx)
  await auditIn(tx, ctx, { subject: id })
  return { statementId: id, isNew: true }
}

/** Reads a correction by the versions that its statement was booked under: the lines that change something, and its bad lines. */
async function readCorrection(db: DbOrTransaction, ctx: MemberContext, firstId: string, file: ToldFile) {
  const table = await parseTableFile(file.bytes, file.told)
  if (!table.ok) throw refusalToError(fileRefusal(table.refusal))
  const stated = await db.select().from(royaltyLines).where(eq(royaltyLines.statementId, firstId))
  const versions = new Set(stated.map(({ contractId }) => contractId))
  const contracts = await contractsOfChannel(db, ctx.user.organisationId)
  const parsed = parseStatement(table.value, {
    contracts: contracts.filter(({ id }) => versions.has(id)),
    ...{ stated: new Set<string>(), decimals: ctx.env.decimals },
    correctable: new Set(stated.map(({ lineId, day }) => `${lineId} ${day}`)),
    lastDay: dayAfter(todayAt(ctx.clock.nowMs()), -1),
  })
  if (!parsed.ok) throw refusalToError(fileRefusal(parsed.refusal))
  const { columns, encoding, format } = table.value
  const lines = await corrected(db, ctx, parsed.value.lines)
  return { lines, bad: withCells(table.value, parsed.value.bad), columns, encoding, format }
}

/** What changes, line by line, on top of all that was booked before. */
async function corrected(
  db: DbOrTransaction,
  ctx: MemberContext,
  lines: readonly StatementLine[],
): Promise<readonly BookedLine[]> {
  const lineIds = [...new Set(lines.map(({ lineId }) => lineId))]
  const days = await statedDayRows(db, lineIds)
  const terms = await termsOfVersions(db, [...new Set(days.map(({ contractId }) => contractId))])
  const ahead = await advancedOf(db, lineIds)
  return lineIds.flatMap((lineId) => {
    const advanced = ahead.get(lineId) ?? 0n
    const own = days.filter((one) => one.lineId === lineId)
    const booked = own.map((one) => ({
      ...{ day: one.day, net: one.net, advanced: one.advanced ?? advanced },
      terms: must(terms.get(one.contractId), 'a stated day has its version'),
    }))
    const changed = lines
      .filter((line) => line.lineId === lineId)
      .map((line) =>
        changeOf(
          line,
          must(
            own.find(({ day }) => day === line.day),
            'a stated day',
          ),
        ),
      )
      .filter(({ isSame }) => !isSame)
    const shares = correctDays(
      booked,
      changed.map(({ line }) => line),
    )
    return changed.map(({ line, difference }, at) => ({
      ...{ ...line, ...difference, advanced, dueFrom: todayAt(ctx.clock.nowMs()) },
      terms: must(terms.get(line.contractId), 'a line has its version'),
      shares: must(shares[at], 'each correction has its shares'),
    }))
  })
}

/** What a line says more than stands for its day. */
function changeOf(line: StatementLine, stands: StatedDay) {
  const difference = {
    ...{ units: line.units - stands.units, gross: line.gross - stands.gross },
    ...{ refunds: line.refunds - stands.refunds, tax: line.tax - stands.tax, net: line.net - stands.net },
  }
  return { line, difference, isSame: Object.values(difference).every((one) => one === 0n) }
}
