import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { blocks, records } from '../schema/chain.ts'
import { badDebtAgeOf, findCursor } from './cursor.ts'

export type BlockRow = typeof blocks.$inferSelect

/** The newest blocks, the newest first. */
export function latestBlocks(db: DbOrTransaction, count: number): Promise<BlockRow[]> {
  return db.select().from(blocks).orderBy(desc(blocks.height)).limit(count)
}

/** How the economy stands at one height. Amounts in smallest units. */
export type Economy = {
  readonly height: number
  readonly time: number
  readonly circulatingValue: bigint
  readonly lockedValue: bigint
  readonly debt: bigint
  readonly overdueDebt: bigint
  readonly badDebt: bigint
  readonly creditReserve: bigint
  /** Value that no debt stands against: Σ value − Σ debt (ledger.md 4). */
  readonly baseValue: bigint
  /** Credit that was given and is neither repaid nor gone: what is unused of it, and what debt was made of. */
  readonly grantedCredit: bigint
  /** The most value there can be while no debt is repaid and no more credit given: base value and granted credit. */
  readonly ceiling: bigint
}

/** The economy at up to `points` heights, evenly spread over `from` to `to`, the last one always in it. */
export async function economySeries(
  db: DbOrTransaction,
  range: { from?: number; to?: number; points: number },
): Promise<Economy[]> {
  const cursor = await findCursor(db)
  if (cursor === undefined) return []
  const to = Math.min(range.to ?? cursor.height, cursor.height)
  const from = Math.max(range.from ?? 0, 0)
  const step = Math.max(1, Math.ceil((to - from + 1) / range.points))
  const age = badDebtAgeOf(cursor)
  // Debt that was unpaid and expired at each height, told from the outputs alone.
  const due = (lag: number) => sql<string>`(select coalesce(sum(o.amount), 0) from outputs o
    where o.element = 2 and o.expiry_height <= ${blocks.height} - ${lag}::int
    and o.created_height <= ${blocks.height}
    and (o.spent_height is null or o.spent_height > ${blocks.height}))`
  const rows = await db
    .select({ block: blocks, due: due(0), bad: due(age) })
    .from(blocks)
    .where(
      and(sql`${blocks.height} between ${from} and ${to}`, sql`(${to} - ${blocks.height}) % ${step} = 0`),
    )
    .orderBy(asc(blocks.height))
  return rows.map((row) => economyOf(row.block, BigInt(row.due), BigInt(row.bad)))
}

function economyOf(block: BlockRow, due: bigint, badDebt: bigint): Economy {
  const { height, time, circulatingValue, lockedValue, debt, creditReserve } = block
  const baseValue = circulatingValue + lockedValue - debt
  const grantedCredit = debt + creditReserve
  return {
    height,
    time,
    circulatingValue,
    lockedValue,
    debt,
    overdueDebt: due - badDebt,
    badDebt,
    creditReserve,
    baseValue,
    grantedCredit,
    ceiling: baseValue + grantedCredit,
  }
}

/** What an overview screen shows at its head; undefined before the first block. */
export async function overview(db: DbOrTransaction) {
  const cursor = await findCursor(db)
  const [economy] = await economySeries(db, { from: cursor?.height ?? 0, points: 1 })
  if (cursor === undefined || economy === undefined) return undefined
  const { headHeight, justifiedHeight, finalHeight, network } = cursor
  const catchingUp = cursor.height < headHeight
  return { ...economy, network, headHeight, justifiedHeight, finalHeight, catchingUp }
}

/** The newest records of a table, by key in hex; deleted pairs are left out. */
export function newestRecords(db: DbOrTransaction, table: string, key?: string) {
  const pair = key === undefined ? undefined : eq(records.key, key)
  const present = sql`octet_length(${records.value}) > 0`
  return db
    .select()
    .from(records)
    .where(and(eq(records.table, table), pair, eq(records.newest, true), present))
    .orderBy(records.key)
}
