import type { Transaction } from '../transaction.ts'

/** The three that a record transaction shows, as bytes. */
export type RecordItems = { readonly table: Uint8Array; readonly key: Uint8Array; readonly value: Uint8Array }

/** The last three items of the witness of input 0; undefined when there are fewer. */
export function readRecordItems(transaction: Transaction): RecordItems | undefined {
  const [table, key, value] = transaction.witnesses[0]?.slice(-3) ?? []
  return table === undefined || key === undefined || value === undefined ? undefined : { table, key, value }
}
