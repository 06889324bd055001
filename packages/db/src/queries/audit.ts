import { and, between, eq, gt, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { DbOrTransaction } from '../open.ts'
import { blocks, inputs, outputs, records, transactions } from '../schema/chain.ts'
import { certificateParts } from '../schema/energy.ts'

type Plain = Readonly<Record<string, string | number | boolean | null>>
/** Rows of the projection as flat JSON: amounts are decimal strings, bytes are hex. */
export type ShownRows = Readonly<
  Record<'blocks' | 'transactions' | 'inputs' | 'outputs' | 'records' | 'certificateParts', readonly Plain[]>
>

const plain = (row: Readonly<Record<string, unknown>>): Plain =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [field, plainValue(value)]))

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return value === null || value === undefined ? null : String(value)
}

/** Every row that the blocks of a range of heights wrote, as the tables have it now, for an auditor to compare. */
export async function shownRows(
  db: DbOrTransaction,
  range: { from: number; to: number },
): Promise<ShownRows> {
  const { bytes, ...facts } = columnsOf(transactions)
  const digest = sql<string>`encode(sha256(${bytes}), 'hex')`
  const within = (column: PgColumn) => between(column, range.from, range.to)
  return {
    blocks: (await db.select().from(blocks).where(within(blocks.height))).map(plain),
    transactions: (
      await db
        .select({ ...facts, digest })
        .from(transactions)
        .where(within(transactions.height))
    ).map(plain),
    inputs: (await db.select().from(inputs).where(within(inputs.height))).map(plain),
    outputs: (await db.select().from(outputs).where(within(outputs.createdHeight))).map(plain),
    records: (await db.select().from(records).where(within(records.height))).map(plain),
    certificateParts: (await db.select().from(certificateParts).where(within(certificateParts.height))).map(
      plain,
    ),
  }
}

function columnsOf(table: typeof transactions) {
  const { height, index, txid, wtxid, kind, layer, bundle, fee, premium, lockTime, bytes } = table
  return { height, index, txid, wtxid, kind, layer, bundle, fee, premium, lockTime, bytes }
}

/** Rows that claim to come from a block that is not there: below genesis or above the projected height. */
export async function strayRows(db: DbOrTransaction, height: number): Promise<number> {
  const tables: readonly [PgTable, PgColumn][] = [
    [blocks, blocks.height],
    [transactions, transactions.height],
    [inputs, inputs.height],
    [outputs, outputs.createdHeight],
    [records, records.height],
    [certificateParts, certificateParts.height],
  ]
  let stray = 0
  for (const [table, column] of tables) {
    const [row] = await db
      .select({ count: sql<number>`count(*)::int` })
      .from(table)
      .where(sql`${column} < 0 or ${column} > ${height}`)
    stray += row?.count ?? 0
  }
  return stray
}

/** The debts that are unpaid, the largest first, for an auditor to trace. */
export function debtsToTrace(db: DbOrTransaction, count: number) {
  return db
    .select()
    .from(outputs)
    .where(and(eq(outputs.element, 2), gt(outputs.amount, 0n), sql`${outputs.spentHeight} is null`))
    .orderBy(sql`${outputs.amount} desc`, outputs.txid, outputs.index)
    .limit(count)
}
