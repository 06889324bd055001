import { blockHash, decodeBlock, transactionRoot } from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { type RecordItems, readRecordItems, type Transaction, tableName, txidOf } from '@vc/ledger'

export type LedgerRecord = {
  readonly txid: string
  readonly height: number
  readonly block: { readonly hash: string; readonly bytes: string; readonly final: boolean } | null
}
export type ProofFault = {
  readonly code:
    | 'not-recorded'
    | 'block-missing'
    | 'block-wrong'
    | 'record-missing'
    | 'proof-wrong'
    | 'transfer-wrong'
    | 'not-alike'
    | 'licence-wrong'
}
const MOST_BYTES = 64_000_000

/**
 * Reads a transaction out of the bytes of its block, in this browser: the header must hash to the block's hash and hold the
 * root of its transactions, and one of them must have the txid.
 */
export function transactionInBlock(record: LedgerRecord | null): Result<Transaction, ProofFault> {
  if (record === null) return refuse({ code: 'not-recorded' })
  if (record.block === null) return refuse({ code: 'block-missing' })
  const decoded = decodeBlock(fromHex(record.block.bytes), MOST_BYTES)
  if (!decoded.ok) return refuse({ code: 'block-wrong' })
  const { header, transactions } = decoded.value
  const isBlock =
    header.height === record.height &&
    toHex(blockHash(header)) === record.block.hash &&
    equalBytes(transactionRoot(transactions), header.txRoot)
  if (!isBlock) return refuse({ code: 'block-wrong' })
  const transaction = transactions.find((one) => toHex(txidOf(one)) === record.txid)
  return transaction ? ok(transaction) : refuse({ code: 'record-missing' })
}

/** Reads a record of a table out of the bytes of its block. */
export function recordInBlock(record: LedgerRecord | null, table: string): Result<RecordItems, ProofFault> {
  const transaction = transactionInBlock(record)
  if (!transaction.ok) return transaction
  const items = readRecordItems(transaction.value)
  return items && tableName(items.table) === table ? ok(items) : refuse({ code: 'record-missing' })
}
