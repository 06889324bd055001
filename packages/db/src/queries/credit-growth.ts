import { and, asc, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { blocks } from '../schema/chain.ts'

/** What a credit policy looks at, after one block (consensus.md 18). Amounts in smallest units. */
export type CreditMoment = {
  readonly height: number
  readonly time: number
  readonly circulating: bigint
  readonly unused: bigint
  /** By how much credit and debt together grew within a day of blocks. */
  readonly entered: bigint
  /** Whole blocks since unpaid debts were written, weighed by amount; 0 without debt. */
  readonly meanAge: number
}

/** The moments at up to `points` heights, evenly spread over `from` to `to`, the last one always in it. */
export async function creditMoments(
  db: DbOrTransaction,
  range: { readonly from: number; readonly to: number; readonly points: number; readonly dayBlocks: number },
): Promise<CreditMoment[]> {
  const { from, to, points, dayBlocks } = range
  const step = Math.max(1, Math.ceil((to - from + 1) / points))
  const open = sql`(${blocks.creditReserve} + ${blocks.debt})`
  const dayBefore = sql`(select b.credit_reserve + b.debt from blocks b
    where b.height = greatest(0, ${blocks.height} - ${dayBlocks}::int))`
  const unpaid = sql`o.element = 2 and o.standard in ('standard-debt', 'collective-debt') and o.created_height <= ${blocks.height}
    and (o.spent_height is null or o.spent_height > ${blocks.height})`
  const meanAge = sql<string>`(select coalesce(div(sum(o.amount * (${blocks.height} - o.created_height)),
    nullif(sum(o.amount), 0)), 0) from outputs o where ${unpaid})`
  const rows = await db
    .select({ block: blocks, entered: sql<string>`${open} - ${dayBefore}`, meanAge })
    .from(blocks)
    .where(
      and(sql`${blocks.height} between ${from} and ${to}`, sql`(${to} - ${blocks.height}) % ${step} = 0`),
    )
    .orderBy(asc(blocks.height))
  return rows.map(({ block, entered, meanAge: age }) => ({
    height: block.height,
    time: block.time,
    circulating: block.circulatingValue,
    unused: block.creditReserve,
    entered: BigInt(entered),
    meanAge: Number(age),
  }))
}
