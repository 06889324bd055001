import { schema } from '@vc/db'
import { parseJson } from '@vc/kernel'
import { decodeTransaction, RECORD, readRecordItems, type Transaction, tableName } from '@vc/ledger'
import { asc } from 'drizzle-orm'
import type { startTestDatabase } from '../packages/db/src/testing.ts'

type Db = Awaited<ReturnType<typeof startTestDatabase>>['db']

/** A record as blocks have it: the names of all fields of its value, or none where the value is no JSON. */
export type DumpedRecord = { readonly table: string; readonly fields: readonly string[] | undefined }
export type Dump = {
  /** Every transaction of every block, one after the other, as it stands there. */
  readonly bytes: Buffer
  readonly kinds: ReadonlySet<number>
  readonly records: readonly DumpedRecord[]
}

/** Everything that the blocks of a chain hold, as any of its nodes could print it. */
export async function dumpBlocks(db: Db): Promise<Dump> {
  const { bytes, height, index } = schema.transactions
  const rows = await db.select({ bytes }).from(schema.transactions).orderBy(asc(height), asc(index))
  const transactions = rows.map(({ bytes: one }) => decoded(one))
  return {
    bytes: Buffer.concat(rows.map(({ bytes: one }) => one)),
    kinds: new Set(transactions.map(({ kind }) => kind)),
    records: transactions.flatMap(dumpedRecord),
  }
}

function decoded(bytes: Uint8Array): Transaction {
  const read = decodeTransaction(bytes, bytes.length)
  if (!read.ok) throw new Error(`a block holds what cannot be read: ${read.refusal.code}`)
  return read.value
}

function dumpedRecord(transaction: Transaction): readonly DumpedRecord[] {
  const items = transaction.kind === RECORD ? itemsOf(transaction) : undefined
  if (items === undefined) return []
  const value = parseJson(new TextDecoder().decode(items.value))
  const isTree = typeof value === 'object' && value !== null
  return [{ table: tableName(items.table), fields: isTree ? fieldsOf(value) : undefined }]
}

/** Genesis shows table, key and value alone, every other record after its guard's items. */
function itemsOf(transaction: Transaction) {
  const items = readRecordItems(transaction)
  if (items === undefined) throw new Error('a record shows table, key and value')
  return items
}

/** The names of the fields of a JSON value, at whatever depth. */
function fieldsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...fieldsOf(inner)])
}

/** The texts among a name's parts: "Lin Mei 林梅" is told by either. */
export const partsOf = (name: string): readonly string[] =>
  [name, ...name.split(/ (?=\p{Script=Han})/u)].map((part) => part.trim())
