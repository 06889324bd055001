import { blockHash, decodeBlock, transactionRoot } from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { type RecordItems, readRecordItems, tableName, txidOf } from '@vc/ledger'

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
}
const MOST_BYTES = 64_000_000

/**
 * Reads a record out of the bytes of its block, in this browser: the header must hash to the block's hash and hold the
 * root of its transactions, the transaction must have the txid, and be a record of the table.
 */
export function recordInBlock(record: LedgerRecord | null, table: string): Result<RecordItems, ProofFault> {
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
  const items = transaction && readRecordItems(transaction)
  if (!items || tableName(items.table) !== table) return refuse({ code: 'record-missing' })
  return ok(items)
}
