import { toHex } from '@vc/crypto'
import { decodeTransaction, encodeTransaction, Reader, type Transaction, txidOf, Writer } from '@vc/ledger'

/** One transaction, or the legs of one bundle: they come and go together. */
export type Entry = {
  readonly sequence: number
  readonly transactions: readonly Transaction[]
  readonly txids: readonly string[]
  readonly bytes: number
}

/** An entry of transactions that were decoded before. */
export function entryOf(sequence: number, transactions: readonly Transaction[]): Entry {
  const txids = transactions.map((transaction) => toHex(txidOf(transaction)))
  const bytes = transactions.reduce((sum, one) => sum + encodeTransaction(one).length, 0)
  return { sequence, transactions, txids, bytes }
}

/** Big-endian, so that the store gives entries in order of arrival. */
export function keyOf({ sequence }: Entry): Uint8Array {
  const key = new Uint8Array(8)
  new DataView(key.buffer).setBigUint64(0, BigInt(sequence))
  return key
}

export function encodeEntry({ transactions }: Entry): Uint8Array {
  const writer = new Writer(512)
  writer.compactSize(transactions.length)
  for (const transaction of transactions) writer.varbytes(encodeTransaction(transaction))
  return writer.finish()
}

export function decodeEntry(key: Uint8Array, value: Uint8Array): Entry {
  const sequence = Number(new DataView(key.buffer, key.byteOffset).getBigUint64(0))
  const reader = new Reader(value)
  const parts = Array.from({ length: reader.compactSize() }, () => reader.varbytes())
  const transactions = parts.map((bytes) => {
    const decoded = decodeTransaction(bytes, bytes.length)
    if (!decoded.ok) throw new Error(`mempool entry ${sequence} does not parse: ${decoded.refusal.code}`)
    return decoded.value
  })
  const txids = transactions.map((transaction) => toHex(txidOf(transaction)))
  return { sequence, transactions, txids, bytes: parts.reduce((sum, part) => sum + part.length, 0) }
}
