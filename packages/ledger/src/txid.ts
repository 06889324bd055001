import { compareBytes, concatBytes, hash256 } from '@vc/crypto'
import { ReadTransaction } from './codec/read-transaction.ts'
import { encodeForTxid, encodeTransaction } from './codec/transaction.ts'
import type { Transaction } from './transaction.ts'

const known = new WeakMap<Transaction, Uint8Array>()

/** The id of a transaction: HASH256 of all before the witnesses, bundle as zeros; 32 bytes, not reversed. */
export function txidOf(transaction: Transaction): Uint8Array {
  const found = ReadTransaction.txidOf(transaction, makeTxid) ?? known.get(transaction)
  if (found !== undefined) return found
  const txid = makeTxid(transaction)
  known.set(transaction, txid)
  return txid
}

const makeTxid = (transaction: Transaction) => hash256(encodeForTxid(transaction))

/** HASH256 of the whole transaction, witnesses and acceptances included. */
export function wtxidOf(transaction: Transaction): Uint8Array {
  return ReadTransaction.wtxidOf(transaction, makeWtxid) ?? makeWtxid(transaction)
}

const makeWtxid = (transaction: Transaction) => hash256(encodeTransaction(transaction))

/** The id of an atomic bundle: HASH256 of the sorted txids of its 2 to 64 transactions (ledger.md 2). */
export function bundleIdOf(txids: readonly Uint8Array[]): Uint8Array {
  return hash256(concatBytes(...[...txids].sort(compareBytes)))
}
