import { balances } from '@vc/db'
import { CIRCULATION, VALUE } from '@vc/ledger'
import type { DbOrTransaction } from '../../context.ts'
import { accountOfCollective, type CollectiveRow } from './find.ts'

/** Circulating value that each of these collectives holds, by its account. */
export async function heldBy(
  db: DbOrTransaction,
  rows: readonly CollectiveRow[],
): Promise<Map<string, bigint>> {
  const found = await balances(db, rows.map(accountOfCollective))
  const value = found.filter(({ layer, element }) => layer === CIRCULATION && element === VALUE)
  return new Map(value.map(({ keyHash, amount }) => [keyHash, amount]))
}
