import { merkleRoot } from '@vc/crypto'
import { assert, ok, type Result, refuse } from '@vc/kernel'
import {
  encodeTransaction,
  Reader,
  readTransaction,
  type Transaction,
  txidOf,
  Writer,
  wtxidOf,
} from '@vc/ledger'
import { type BlockRefusal, blockRefusal } from '../refusals.ts'
import { type Extension, encodeExtension, readExtension } from './extension.ts'
import { type BlockReader, type Header, headerSize, readHeader, writeHeader } from './header.ts'

/** header | extension | transactions[] (consensus.md 2). */
export type Block = {
  readonly header: Header
  readonly extension: Extension
  readonly transactions: readonly Transaction[]
}

/** Bytes of a block. */
export function encodeBlock(block: Block): Uint8Array {
  const writer = new Writer(8192)
  writeHeader(writer, block.header)
  writer.bytes(encodeExtension(block.extension)).compactSize(block.transactions.length)
  for (const transaction of block.transactions) writer.bytes(encodeTransaction(transaction))
  return writer.finish()
}

/** Length of a block's bytes, which need not be written for it. */
export function blockSize(block: Block): number {
  const { header, extension, transactions } = block
  const count = new Writer(16).compactSize(transactions.length).finish().length
  const before = headerSize(header) + encodeExtension(extension).length + count
  return transactions.reduce((size, tx) => size + encodeTransaction(tx).length, before)
}

/**
 * Reads one block and nothing else. `limit`: `maxBlockBytes`. Refusals: `block-too-large` {bytes, limit}, `block-shape`
 * {code, at}. Byte strings share the memory of `bytes`. `known`: transactions that were read before, by their places; where the
 * bytes of one stand it is taken and not read again, since bytes have one meaning only.
 */
export function decodeBlock(
  bytes: Uint8Array,
  limit: number,
  known: readonly (Transaction | undefined)[] = [],
): Result<Block, BlockRefusal> {
  if (bytes.length > limit) return refuse(blockRefusal('block-too-large', { bytes: bytes.length, limit }))
  const reader: BlockReader = new Reader(bytes)
  const header = readHeader(reader)
  const extension = readExtension(reader)
  const count = reader.compactSize()
  const transactions: Transaction[] = []
  while (transactions.length < count && reader.failure === undefined) {
    const one = known[transactions.length]
    transactions.push(one && reader.past(encodeTransaction(one)) ? one : readTransaction(reader))
  }
  reader.end()
  if (reader.failure === undefined) return ok({ header, extension, transactions })
  return refuse(blockRefusal('block-shape', { ...reader.failure }))
}

/** Header and extension at the beginning of a stored block's bytes; its transactions are not read. */
export function decodeBlockStart(bytes: Uint8Array): Pick<Block, 'header' | 'extension'> {
  const reader: BlockReader = new Reader(bytes)
  const start = { header: readHeader(reader), extension: readExtension(reader) }
  assert(reader.failure === undefined, 'a stored block begins with its header and extension')
  return start
}

/** The header's txRoot: RFC 9162 over the txids in order. */
export function transactionRoot(transactions: readonly Transaction[]): Uint8Array {
  return merkleRoot(transactions.map(txidOf))
}

/** The header's witnessRoot: the same over the wtxids. */
export function witnessRoot(transactions: readonly Transaction[]): Uint8Array {
  return merkleRoot(transactions.map(wtxidOf))
}
