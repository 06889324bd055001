import { type DueRow, dueRows, schema } from '@vc/db'
import { setOff } from '@vc/settlement'
import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { dueState, isOwed, leftOf } from './due-state.ts'

const { royaltyDues, royaltyLines, royaltySetOffs, royaltyStatements } = schema

/** What changes how a channel's shares stand waits in line: nothing is set off twice, nor while it is being paid. */
export const lockChannel = (tx: DbOrTransaction, organisationId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`statements ${organisationId}`}, 0))`)

/**
 * Sets what the own channel's corrections say was too much off against all that it owes now to the same account of the same
 * contract, the oldest first. The caller holds the channel's lock.
 */
export async function setOffAll(tx: DbOrTransaction, ctx: MemberContext): Promise<void> {
  const { id, organisationId } = royaltyStatements
  const own = tx.select({ id }).from(royaltyStatements).where(eq(organisationId, ctx.user.organisationId))
  const ofChannel = inArray(royaltyDues.statementId, own)
  const excesses = (await dueRows(tx, and(ofChannel, lt(royaltyDues.amount, 0n)))).filter(
    (row) => leftOf(row) < 0n,
  )
  if (excesses.length === 0) return
  const nowMs = ctx.clock.nowMs()
  const dues = (await dueRows(tx, ofChannel)).filter((row) => isOwed(dueState(row, nowMs)))
  const lineOf = await contractsOf(tx, [...excesses, ...dues])
  const purse = (row: DueRow) => `${lineOf(row)} ${row.due.part} ${row.due.account}`
  for (const name of new Set(excesses.map(purse))) {
    const of = (rows: readonly DueRow[]) => rows.filter((row) => purse(row) === name)
    await write(tx, ctx, of(excesses), of(dues))
  }
}

const nameOf = ({ due }: DueRow): string => `${due.statementId} ${due.line}`

/** To which contract a share belongs, through all its versions. */
async function contractsOf(tx: DbOrTransaction, rows: readonly DueRow[]) {
  const ids = [...new Set(rows.map(({ due }) => due.statementId))]
  const { statementId, line, lineId } = royaltyLines
  const lines = await tx
    .select({ statementId, line, lineId })
    .from(royaltyLines)
    .where(inArray(statementId, ids))
  const known = new Map(lines.map((one) => [`${one.statementId} ${one.line}`, one.lineId]))
  return (row: DueRow) => known.get(nameOf(row))
}

async function write(
  tx: DbOrTransaction,
  ctx: MemberContext,
  excesses: readonly DueRow[],
  dues: readonly DueRow[],
): Promise<void> {
  const known = new Map([...excesses, ...dues].map((row) => [nameOf(row), row.due]))
  const open = (rows: readonly DueRow[]) =>
    rows.map((row) => ({ id: nameOf(row), left: leftOf(row) < 0n ? -leftOf(row) : leftOf(row) }))
  const createdAt = new Date(ctx.clock.nowMs())
  const made = setOff(open(excesses), open(dues)).flatMap(({ excess, due, amount }) => {
    const [from, to] = [known.get(excess), known.get(due)]
    if (!from || !to) return []
    return [
      {
        ...{ part: from.part, excessStatementId: from.statementId, excessLine: from.line },
        ...{ dueStatementId: to.statementId, dueLine: to.line, amount, createdAt },
      },
    ]
  })
  if (made.length > 0) await tx.insert(royaltySetOffs).values(made)
}
