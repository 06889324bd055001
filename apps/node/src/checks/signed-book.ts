import { inOwnMemory, type KnownSignatures, type SignedBook, type Transaction } from '@vc/ledger'

/**
 * Remembers whose signatures hold by the transaction that was read, as long as somebody has it: the mempool does, and blocks are
 * put together of what it has read (`transactionsByShortId`). What it has judged costs no digest and no look-up of a check then.
 */
export function signedBook(): Required<SignedBook> {
  const book = new WeakMap<Transaction, KnownSignatures>()
  return {
    find: (tx) => book.get(tx),
    note: (tx, known) => void book.set(tx, { ...known, named: known.named.map(alone) }),
  }
}

/** A copy that keeps nothing of the state alive; the signatures are the transaction's own. */
const alone = (output: KnownSignatures['named'][number]) => ({
  ...output,
  script: inOwnMemory(output.script),
})
