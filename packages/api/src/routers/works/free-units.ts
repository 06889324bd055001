import { type schema, unspentByNames } from '@vc/db'
import type { DbOrTransaction } from '../../context.ts'

type Sale = Pick<typeof schema.licenceSales.$inferSelect, 'txid' | 'count'>

/** The coins of sales that a block has and that nobody is buying or taking back, by their number. */
export async function freeUnits(db: DbOrTransaction, sales: readonly Sale[]) {
  const names = sales.flatMap(({ txid, count }) => Array.from({ length: count }, (_, i) => `${txid}:${i}`))
  return (await unspentByNames(db, names, true)).toSorted((a, b) => a.index - b.index)
}
