import { CREDIT, DEBT, GROUP, MANAGEMENT, REWARD } from '@vc/ledger'
import { sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'

/** What the blocks of one producer let in within one stretch of time. Amounts in smallest units. */
export type Release = {
  /** The stretch: whole multiples of its length since 1970. */
  readonly stretch: number
  readonly producerKey: string
  readonly blocks: number
  /** Of them, those that let credit in. */
  readonly giving: number
  readonly released: bigint
}

/** How the economy stood after the last block of a stretch. Amounts in smallest units. */
export type StretchEnd = {
  readonly stretch: number
  readonly from: number
  readonly to: number
  readonly circulating: bigint
  readonly unused: bigint
  readonly debt: bigint
}

/** Blocks from a height on, in stretches of so many seconds. */
export type Stretches = { readonly from: number; readonly seconds: number }

/**
 * The credit that each producer's blocks released in each stretch of time: what comes anew of credit and debt into the
 * lower layers (ledger.md 4), transaction by transaction, genesis aside.
 */
export async function creditReleased(
  db: DbOrTransaction,
  { from, seconds }: Stretches,
): Promise<readonly Release[]> {
  // Credit of the admission's own source counts on neither side.
  const made = sql`select o.txid, o.created_height as height, max(o.kind) as kind,
      sum(case when o.element = ${CREDIT} and o.kind = ${GROUP} then 0 else o.amount end) as amount
    from outputs o where o.created_height >= ${Math.max(1, from)} and o.element in (${CREDIT}, ${DEBT}) and o.kind <> ${REWARD}
    group by o.txid, o.created_height`
  const spent = sql`select m.txid, sum(case when o.element = ${CREDIT} and m.kind = ${GROUP} and o.layer = ${MANAGEMENT}
      then 0 else o.amount end) as amount
    from made m join outputs o on o.spent_by = m.txid where o.element in (${CREDIT}, ${DEBT}) group by m.txid`
  const rows = await db.execute<
    Record<'stretch' | 'producer_key' | 'blocks' | 'giving' | 'released', string>
  >(sql`
    with made as (${made}), spent as (${spent}), given as (
      select m.height, sum(greatest(0, m.amount - coalesce(s.amount, 0))) as amount
      from made m left join spent s on s.txid = m.txid group by m.height)
    select b.time / ${seconds}::int as stretch, b.producer_key, count(*) as blocks,
      count(*) filter (where g.amount > 0) as giving, coalesce(sum(g.amount), 0) as released
    from blocks b left join given g on g.height = b.height
    where b.height >= ${Math.max(1, from)} group by 1, 2 order by 1, 2`)
  return rows.map((row) => ({
    stretch: Number(row.stretch),
    producerKey: row.producer_key,
    blocks: Number(row.blocks),
    giving: Number(row.giving),
    released: BigInt(row.released),
  }))
}

/** How the economy stood at the end of each stretch that has a block. */
export async function stretchEnds(
  db: DbOrTransaction,
  { from, seconds }: Stretches,
): Promise<readonly StretchEnd[]> {
  const rows = await db.execute<
    Record<'stretch' | 'low' | 'high' | 'circulating' | 'unused' | 'debt', string>
  >(sql`
    with s as (select b.time / ${seconds}::int as stretch, min(b.height) as low, max(b.height) as high
      from blocks b where b.height >= ${from} group by 1)
    select s.stretch, s.low, s.high, b.circulating_value as circulating, b.credit_reserve as unused, b.debt
    from s join blocks b on b.height = s.high order by s.stretch`)
  return rows.map((row) => ({
    stretch: Number(row.stretch),
    from: Number(row.low),
    to: Number(row.high),
    circulating: BigInt(row.circulating),
    unused: BigInt(row.unused),
    debt: BigInt(row.debt),
  }))
}

/** Height of the first block of a time on, seconds since 1970; the head's when all are older. */
export async function heightSince(db: DbOrTransaction, time: number): Promise<number> {
  const [row] = await db.execute<{ height: string | null }>(sql`
    select coalesce((select min(height) from blocks where time >= ${time}), (select max(height) from blocks)) as height`)
  return Number(row?.height ?? 0)
}
