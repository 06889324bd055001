import { toHex } from '@vc/crypto'
import { decodeTransaction, encodeTransaction, Reader, type Transaction, txidOf, Writer } from '@vc/ledger'
import type { Write } from '../storage/store.ts'

/** One transaction, or the legs of one bundle: they come and go together. */
export type Entry = {
  readonly sequence: number
  readonly transactions: readonly Transaction[]
  readonly txids: readonly string[]
  readonly bytes: number
  /** What it is on disk with; undefined: it is not there yet. */
  batch: Batch | undefined
}

/** Entries that lie on disk as one value, under the first one's sequence, until the last of them has gone. */
export type Batch = { readonly sequence: number; left: number }

/** To write or take away a value costs more than what is in it; who waits long keeps so many others on disk. */
const MOST_TOGETHER = 32
/** A value of an older node is one entry, which begins with how many legs it has. */
const IS_BATCH = 0

/** An entry of transactions that were decoded before; on disk with the next write. */
export function entryOf(sequence: number, transactions: readonly Transaction[]): Entry {
  const txids = transactions.map((transaction) => toHex(txidOf(transaction)))
  const bytes = transactions.reduce((sum, one) => sum + encodeTransaction(one).length, 0)
  return { sequence, transactions, txids, bytes, batch: undefined }
}

/** What puts these entries on disk, in their order. */
export function entryWrites(entries: readonly Entry[]): readonly Write[] {
  const writes: Write[] = []
  for (let at = 0; at < entries.length; at += MOST_TOGETHER) {
    const together = entries.slice(at, at + MOST_TOGETHER)
    const batch = { sequence: together[0]?.sequence ?? 0, left: together.length }
    for (const entry of together) entry.batch = batch
    writes.push({ space: 'mempool', key: keyOf(batch), value: encodeEntries(together) })
  }
  return writes
}

/** What takes a batch off the disk. */
export const batchRemoval = (batch: Batch): Write => ({
  space: 'mempool',
  key: keyOf(batch),
  value: undefined,
})

/** Big-endian, so that the store gives batches in order of arrival. */
function keyOf({ sequence }: Batch): Uint8Array {
  const key = new Uint8Array(8)
  new DataView(key.buffer).setBigUint64(0, BigInt(sequence))
  return key
}

function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const writer = new Writer(64 + 256 * entries.length).u8(IS_BATCH).compactSize(entries.length)
  for (const { transactions } of entries) {
    writer.compactSize(transactions.length)
    for (const transaction of transactions) writer.varbytes(encodeTransaction(transaction))
  }
  return writer.finish()
}

/** The entries of a value; those behind the first have the next sequences. */
export function readEntries(key: Uint8Array, value: Uint8Array): readonly Entry[] {
  const first = Number(new DataView(key.buffer, key.byteOffset).getBigUint64(0))
  const reader = new Reader(value[0] === IS_BATCH ? value.subarray(1) : value)
  const count = value[0] === IS_BATCH ? reader.compactSize() : 1
  const batch: Batch = { sequence: first, left: count }
  return Array.from({ length: count }, (_, at) => ({ ...readEntry(reader, first + at), batch }))
}

function readEntry(reader: Reader, sequence: number): Entry {
  const parts = Array.from({ length: reader.compactSize() }, () => reader.varbytes())
  const transactions = parts.map((bytes) => {
    const decoded = decodeTransaction(bytes, bytes.length)
    if (!decoded.ok) throw new Error(`mempool entry ${sequence} does not parse: ${decoded.refusal.code}`)
    return decoded.value
  })
  return entryOf(sequence, transactions)
}
