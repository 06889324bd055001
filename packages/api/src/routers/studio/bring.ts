import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { and, eq } from 'drizzle-orm'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { allowed } from '../../procedures.ts'
import { badFacts, type FileInput, fileInput, readFileInput } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mustBeOn } from './modules.ts'
import { type BookedLine, duesOf, readStatement } from './read-statement.ts'
import { lockChannel, setOffAll } from './set-off-all.ts'

const { royaltyDues, royaltyLines, royaltyStatements } = schema
const CHUNK = 1_000
const SHOWN = 10
const habits = { stepUp: 'none', idempotency: 'same-result', rate: 'act' } as const

/** What taking a statement would book, and every line that stands in its way; changes nothing. */
export const previewRoute = allowed('studio.state', { ...habits, audit: 'none' })
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const { file, digest } = readFileInput(input)
    const known = await findStatement(ctx.db, ctx, digest)
    if (known) return { known: known.id, seen: null }
    const { lines, bad, columns, encoding, format } = await readStatement(ctx.db, ctx, file)
    const sample = lines.slice(0, SHOWN).map(({ line, day, code, net, shares }) => ({
      ...{ line, day, code, net, studio: shares.studio, publisher: shares.publisher },
    }))
    return { known: null, seen: { count: lines.length, bad, columns, encoding, format, sample } }
  })

/**
 * Takes a channel's statement whole, books its lines and what is owed for them. The same file again books nothing. Refuses
 * `statement-bad`, `module-off`, and what `readStatement` refuses.
 */
export const bringRoute = allowed('studio.state', { ...habits, audit: 'decision' })
  .input(fileInput)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => take(tx, ctx, input)))

async function findStatement(db: DbOrTransaction, { user }: MemberContext, digest: string) {
  const own = and(
    eq(royaltyStatements.organisationId, user.organisationId),
    ...[eq(royaltyStatements.digest, digest), eq(royaltyStatements.correction, 0)],
  )
  const [known] = await db.select().from(royaltyStatements).where(own)
  return known
}

async function take(tx: DbOrTransaction, ctx: MemberContext, input: FileInput) {
  const { organisationId, personId } = ctx.user
  const { file, digest } = readFileInput(input)
  // Shares rest on all that was stated before: one statement after the other.
  await lockChannel(tx, organisationId)
  const known = await findStatement(tx, ctx, digest)
  if (known) return { statementId: known.id, isNew: false }
  await mustBeOn(tx, organisationId, 'settlement')
  const { lines, bad } = await readStatement(tx, ctx, file)
  if (bad.length > 0) throw refusalToError({ code: 'statement-bad', facts: badFacts(bad, lines.length) })
  const [row] = await tx
    .insert(royaltyStatements)
    .values({
      ...{ organisationId, fileName: input.fileName, digest, broughtBy: personId },
      createdAt: new Date(ctx.clock.nowMs()),
    })
    .returning({ id: royaltyStatements.id })
  const statementId = must(row, 'an inserted row comes back').id
  await insertLines(tx, { statementId, correction: 0 }, lines)
  await setOffAll(tx, ctx)
  await auditIn(tx, ctx, { subject: statementId })
  return { statementId, isNew: true }
}

/** Books the lines of a statement and what is owed for them. */
export async function insertLines(
  tx: DbOrTransaction,
  { statementId, correction }: { readonly statementId: string; readonly correction: number },
  lines: readonly BookedLine[],
) {
  const rows = lines.map(({ line, contractId, lineId, day, units, gross, refunds, tax, ...booked }) => ({
    ...{ statementId, line, contractId, lineId, day, units, gross, refunds, tax, ...booked.shares },
    ...{ correction, advanced: booked.advanced },
  }))
  const dues = (await duesOf(tx, lines)).map((due) => ({ statementId, ...due }))
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx.insert(royaltyLines).values(rows.slice(at, at + CHUNK))
  for (let at = 0; at < dues.length; at += CHUNK)
    await tx.insert(royaltyDues).values(dues.slice(at, at + CHUNK))
}
