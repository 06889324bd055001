import type { DbTransaction } from '@vc/db'
import { sql } from 'drizzle-orm'

/** Whether any row of any table names this row by a foreign key; the database's own catalogue tells which tables may. */
export async function isReferenced(
  tx: DbTransaction,
  table: 'organisations' | 'people' | 'acts' | 'works' | 'studio_titles',
  id: string,
): Promise<boolean> {
  const keys = await tx.execute<{ of: string; column: string }>(sql`
    select c.relname as of, a.attname as column
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = ${table}::regclass`)
  for (const { of, column } of keys) {
    const name = sql.identifier(column)
    const [found] = await tx.execute(sql`select 1 from ${sql.identifier(of)} where ${name} = ${id} limit 1`)
    if (found) return true
  }
  return false
}
