import { fromHex, toHex } from '@vc/crypto'
import { type DbTransaction, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { CERTIFICATES, countTransfer } from '@vc/ledger'
import { and, asc, eq } from 'drizzle-orm'
import type { BlockRows } from './block-rows.ts'
import type { ReadBlock } from './read-block.ts'

const { certificateParts, inputs, outputs, records } = schema
type RecordRow = BlockRows['records'][number]

/**
 * Writes what a block's transfers of certificates made of their holdings, in the caller's transaction. Which of them
 * count is decided by the ledger alone (`countTransfer`), so that a rebuild and an audit come to the same rows.
 */
export async function projectTransfers(tx: DbTransaction, block: ReadBlock, rows: BlockRows): Promise<void> {
  for (const record of rows.records) {
    if (record.table === CERTIFICATES && record.key.length >= 96) await projectTransfer(tx, block, record)
  }
}

async function projectTransfer(tx: DbTransaction, block: ReadBlock, record: RecordRow): Promise<void> {
  const { height, index, txid, value } = record
  const [issue, parent] = [record.key.slice(0, 32), record.key.slice(32, 96)]
  const [input] = must(block.transactions[index], 'a record is of its block').inputs
  const named = must(input, 'a judged record has a commitment')
  const committed = await outputAt(tx, toHex(named.txid), named.index)
  if (!committed) return
  const counted = countTransfer({
    ...{ key: fromHex(record.key), value, commitment: committed.script },
    ...{ payer: await payerOf(tx, committed.txid), registrar: await registrarOf(tx, issue) },
    ...{ parent: await partNamed(tx, issue, parent), isMoved: await isMoved(tx, issue, parent) },
  })
  if (!counted) return
  const place = { height, index, txid, signer: counted.signer }
  await tx.insert(certificateParts).values(counted.parts.map((part) => ({ ...part, ...place })))
}

async function outputAt(tx: DbTransaction, txid: string, index: number) {
  const [row] = await tx
    .select({ txid: outputs.txid, script: outputs.script, keyHash: outputs.keyHash })
    .from(outputs)
    .where(and(eq(outputs.txid, txid), eq(outputs.index, index)))
  return row
}

/** Whose output the first input of a transaction spent. */
async function payerOf(tx: DbTransaction, txid: string): Promise<string | null> {
  const [row] = await tx
    .select({ keyHash: outputs.keyHash })
    .from(inputs)
    .innerJoin(outputs, and(eq(outputs.txid, inputs.outputTxid), eq(outputs.index, inputs.outputIndex)))
    .where(and(eq(inputs.txid, txid), eq(inputs.index, 0)))
  return row?.keyHash ?? null
}

/** Who held the record of an issue when it was first written. */
async function registrarOf(tx: DbTransaction, issue: string): Promise<string | null> {
  const [row] = await tx
    .select({ keyHash: outputs.keyHash })
    .from(records)
    .innerJoin(outputs, and(eq(outputs.txid, records.txid), eq(outputs.index, 0)))
    .where(and(eq(records.table, CERTIFICATES), eq(records.key, issue)))
    .orderBy(asc(records.height), asc(records.index))
    .limit(1)
  return row?.keyHash ?? null
}

async function partNamed(tx: DbTransaction, issue: string, holding: string) {
  const own = and(eq(certificateParts.issue, issue), eq(certificateParts.holding, holding))
  const [row] = await tx.select().from(certificateParts).where(own)
  return row
}

async function isMoved(tx: DbTransaction, issue: string, holding: string): Promise<boolean> {
  const [row] = await tx
    .select({ txid: certificateParts.txid })
    .from(certificateParts)
    .where(and(eq(certificateParts.issue, issue), eq(certificateParts.parent, holding)))
    .limit(1)
  return row !== undefined
}
