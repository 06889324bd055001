import { byteText } from '@vc/crypto'
import { type KnownSignatures, type SignedBook, wtxidOf } from '@vc/ledger'

/** Kept at the most: two blocks full of small payments. */
const MOST = 100_000

/**
 * Remembers whose signatures hold by the transaction's id with witnesses, in two generations of which the older is forgotten
 * when the younger is full: what the mempool has judged costs no digest and no look-up of a check in its block.
 */
export function signedBook(most = MOST): Required<SignedBook> {
  let [young, old] = [new Map<string, KnownSignatures>(), new Map<string, KnownSignatures>()]
  return {
    find: (tx) => {
      const name = byteText(wtxidOf(tx))
      return young.get(name) ?? old.get(name)
    },
    note: (tx, known) => {
      young.set(byteText(wtxidOf(tx)), known)
      if (2 * young.size >= most) [young, old] = [new Map(), young]
    },
  }
}
