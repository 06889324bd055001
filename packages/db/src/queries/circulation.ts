import {
  type CirculationMode,
  circulationMode,
  circulationOf,
  DEBT_LAYER,
  type Element,
  REWARD,
} from '@vc/ledger'
import { sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'

/** How many transactions of a kind circulate value in a mode. */
export type ModeCount = { readonly mode: CirculationMode; readonly kind: number; readonly count: number }

/** The transactions of these blocks by mode and kind, each counted once (requirements V-130). */
export async function modeCounts(
  db: DbOrTransaction,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<ModeCount[]> {
  const moved = (txid: string, height: string) => sql`select ${sql.raw(txid)} as txid,
    ${sql.raw(height)} as height, array_agg(distinct element) as elements from outputs
    where ${sql.raw(height)} between ${from}::int and ${to}::int group by 1, 2`
  const rows = await db.execute<{ kind: number; spent: Element[]; written: Element[]; count: number }>(sql`
    with written as (${moved('txid', 'created_height')}), spent as (${moved('spent_by', 'spent_height')})
    select t.kind, coalesce(s.elements, '{}') as spent, coalesce(w.elements, '{}') as written, count(*)::int as count
    from transactions t
    left join written w on w.height = t.height and w.txid = t.txid
    left join spent s on s.height = t.height and s.txid = t.txid
    where t.height between ${from}::int and ${to}::int
    group by 1, 2, 3 order by 1`)
  const counts = new Map<string, ModeCount>()
  for (const { kind, count, ...elements } of rows) {
    const mode = circulationMode(elements)
    const name = `${mode} ${kind}`
    counts.set(name, { mode, kind, count: count + (counts.get(name)?.count ?? 0) })
  }
  return [...counts.values()]
}

/** The equation of circulation after the newest block; amounts in smallest units. */
export type CirculationEquation = {
  readonly height: number
  /** Value that no debt stands against: what genesis allotted, less fees that no reward has paid out yet. */
  readonly base: bigint
  readonly locked: bigint
  readonly debt: bigint
  /** What circulates by the formula. */
  readonly formula: bigint
  /** What circulates by the outputs: all unspent value of the circulation layer. */
  readonly unspent: bigint
  /** The same as the header of the block has it. */
  readonly header: bigint
  readonly holds: boolean
}

/**
 * What circulates, told three ways that share no figure (requirements V-131, A-17): by the formula from the base value that all
 * transactions leave, by the unspent outputs, and by the header. Undefined before the first block.
 */
export async function circulationEquation(db: DbOrTransaction): Promise<CirculationEquation | undefined> {
  const [row] = await db.execute<
    Record<'founded' | 'fees' | 'rewards' | 'locked' | 'debt' | 'unspent' | 'header', string> & {
      height: number
    }
  >(sql`select c.height, b.circulating_value as header, u.*,
      (select coalesce(sum(fee + premium), 0) from transactions) as fees,
      (select coalesce(sum(amount), 0) from outputs where kind = ${REWARD}::int and element = 0) as rewards,
      (select coalesce(sum(case element when 0 then amount when 2 then -amount end), 0)
        from outputs where created_height = 0) as founded
    from projection_cursor c join blocks b on b.height = c.height,
    (select coalesce(sum(amount) filter (where element = 0 and layer <= ${DEBT_LAYER}::int), 0) as locked,
      coalesce(sum(amount) filter (where element = 2), 0) as debt,
      coalesce(sum(amount) filter (where element = 0 and layer > ${DEBT_LAYER}::int), 0) as unspent
      from outputs where spent_height is null) u`)
  if (!row) return undefined
  const { height } = row
  const [locked, debt, unspent, header] = [row.locked, row.debt, row.unspent, row.header].map(BigInt) as [
    ...[bigint, bigint, bigint, bigint],
  ]
  const base = BigInt(row.founded) - BigInt(row.fees) + BigInt(row.rewards)
  const formula = circulationOf({ base, locked, debt })
  return {
    height,
    base,
    locked,
    debt,
    formula,
    unspent,
    header,
    holds: formula === unspent && unspent === header,
  }
}
