import { fromHex } from '@vc/crypto'
import type { Element, Kind, Layer, OutputAt } from '@vc/ledger'
import { and, inArray, isNull, sql } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { outputs } from '../schema/chain.ts'
import { isFree } from './unspent.ts'

/** An unspent output's row as the ledger's builders take it. */
export function outputAtOf(row: typeof outputs.$inferSelect): OutputAt {
  const { element, amount, script, layer, kind, createdHeight } = row
  return {
    outpoint: { txid: fromHex(row.txid), index: row.index },
    output: {
      element: element as Element,
      amount,
      script,
      layer: layer as Layer,
      kind: kind as Kind,
      height: createdHeight,
    },
  }
}

/** The unspent outputs with these names ("txid:index"), in no order; with `free` without what open acts and submissions have chosen. */
export function unspentByNames(db: DbOrTransaction, names: readonly string[], free = false) {
  if (names.length === 0) return Promise.resolve([])
  const name = sql<string>`${outputs.txid} || ':' || ${outputs.index}`
  return db
    .select()
    .from(outputs)
    .where(and(inArray(name, [...names]), isNull(outputs.spentHeight), free ? isFree() : undefined))
}
