import { toHex } from '@vc/crypto'
import { type DbTransaction, schema } from '@vc/db'
import { assert, failpoint, must } from '@vc/kernel'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { type BlockRows, blockRows, type NamedRow, nameOf } from './block-rows.ts'
import { projectCollectives } from './project-collectives.ts'
import { projectReminders } from './project-reminders.ts'
import { projectTransfers } from './project-transfers.ts'
import type { ReadBlock } from './read-block.ts'

const CHUNK = 1000

/**
 * Writes the rows of one block in the caller's transaction: the block, its transactions, what they name and
 * write, their records. The same block gives the same rows every time; twice in a row breaks a primary key.
 * The cursor is moved by the caller, in the same transaction.
 */
export async function projectBlock(tx: DbTransaction, block: ReadBlock): Promise<BlockRows> {
  const rows = blockRows(block, await findNamed(tx, block))
  await tx.insert(schema.blocks).values(rows.block)
  await insertAll(tx, schema.transactions, rows.transactions)
  await insertAll(tx, schema.outputs, rows.outputs)
  await failpoint('project-mid-block')
  await spend(tx, rows)
  await insertAll(tx, schema.inputs, rows.inputs)
  await writeRecords(tx, rows)
  await projectTransfers(tx, block, rows)
  await projectCollectives(tx, rows)
  await projectReminders(tx, rows)
  return rows
}

async function insertAll<T extends PgTable>(tx: DbTransaction, table: T, rows: readonly T['$inferInsert'][]) {
  for (let at = 0; at < rows.length; at += CHUNK) {
    await tx.insert(table).values(rows.slice(at, at + CHUNK) as T['$inferInsert'][])
  }
}

/** What the block's inputs name of earlier blocks, by "txid:index". */
async function findNamed(tx: DbTransaction, block: ReadBlock): Promise<Map<string, NamedRow>> {
  const named = block.transactions.flatMap(({ inputs }) =>
    inputs.map(({ txid, index }) => ({ t: toHex(txid), i: index })),
  )
  const found = new Map<string, NamedRow>()
  for (let at = 0; at < named.length; at += CHUNK) {
    const part = JSON.stringify(named.slice(at, at + CHUNK))
    const rows = await tx
      .select({
        txid: schema.outputs.txid,
        index: schema.outputs.index,
        layer: schema.outputs.layer,
        element: schema.outputs.element,
        amount: schema.outputs.amount,
      })
      .from(schema.outputs)
      .innerJoin(
        sql`jsonb_to_recordset(${part}::jsonb) as v(t text, i integer)`,
        sql`${schema.outputs.txid} = v.t and ${schema.outputs.index} = v.i`,
      )
    for (const row of rows) found.set(nameOf(row), row)
  }
  return found
}

async function spend(tx: DbTransaction, { block, inputs }: BlockRows): Promise<void> {
  const spent = inputs.filter(({ reads }) => !reads)
  for (let at = 0; at < spent.length; at += CHUNK) {
    const part = spent.slice(at, at + CHUNK)
    const list = part.map((row) => ({ t: row.outputTxid, i: row.outputIndex, b: row.txid }))
    const moved = await tx.execute(sql`
      update outputs o set spent_by = v.b, spent_height = ${block.height}
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as v(t text, i integer, b text)
      where o.txid = v.t and o.index = v.i and o.spent_height is null`)
    assert(moved.count === part.length, `block ${block.height} spends only what is unspent`)
  }
}

async function writeRecords(tx: DbTransaction, { records }: BlockRows): Promise<void> {
  const { table, key, newest } = schema.records
  for (const name of new Set(records.map((row) => row.table))) {
    const keys = records.filter((row) => row.table === name).map((row) => row.key)
    await tx
      .update(schema.records)
      .set({ newest: false })
      .where(and(eq(table, name), inArray(key, keys), eq(newest, true)))
  }
  await insertAll(tx, schema.records, records)
}

/** Takes the rows of all blocks above a height away, in the caller's transaction. */
export async function rewindTo(tx: DbTransaction, height: number): Promise<void> {
  await tx.execute(sql`delete from certificate_parts where height > ${height}`)
  await tx.execute(sql`delete from collective_seats where seated_height > ${height}`)
  await tx.execute(sql`delete from collective_versions where height > ${height}`)
  await tx.execute(sql`delete from credit_reminders where written_height > ${height}`)
  await tx.execute(sql`delete from records where height > ${height}`)
  await tx.execute(sql`delete from inputs where height > ${height}`)
  await tx.execute(sql`delete from transactions where height > ${height}`)
  await tx.execute(sql`delete from outputs where created_height > ${height}`)
  await tx.execute(sql`
    update outputs set spent_by = null, spent_height = null where spent_height > ${height}`)
  await failpoint('rewind-mid')
  // A pair whose newest record went with its block gets its previous one back.
  await tx.execute(sql`
    update records r set newest = true where not r.newest and not exists (
      select 1 from records later where later."table" = r."table" and later.key = r.key
      and (later.height, later.index) > (r.height, r.index))`)
  await tx.execute(sql`delete from blocks where height > ${height}`)
}

/** The hash of a projected block. */
export async function hashAt(tx: Pick<DbTransaction, 'select'>, height: number): Promise<string | undefined> {
  const { blocks } = schema
  const [row] = await tx.select({ hash: blocks.hash }).from(blocks).where(eq(blocks.height, height))
  return row?.hash
}

/** The hash of a block that must be there. */
export async function mustHashAt(tx: Pick<DbTransaction, 'select'>, height: number): Promise<string> {
  return must(await hashAt(tx, height), `block ${height} is projected`)
}
