import { byteText } from '@vc/crypto'
import { inOwnMemory, type KnownSignatures, type SignedBook, wtxidOf } from '@vc/ledger'

/** Signatures kept at the most: two blocks full of small payments. */
const MOST = 100_000

/**
 * Remembers whose signatures hold by the transaction's id with witnesses, in two generations of which the older is forgotten
 * when the younger is full: what the mempool has judged costs no digest and no look-up of a check in its block.
 */
export function signedBook(most = MOST): Required<SignedBook> {
  let [young, old] = [new Map<string, KnownSignatures>(), new Map<string, KnownSignatures>()]
  let inYoung = 0
  return {
    find: (tx) => {
      const name = byteText(wtxidOf(tx))
      return young.get(name) ?? old.get(name)
    },
    note: (tx, known) => {
      young.set(byteText(wtxidOf(tx)), alone(known))
      inYoung += known.signatures.length
      if (2 * inYoung < most) return
      ;[young, old] = [new Map(), young]
      inYoung = 0
    },
  }
}

/** A copy that keeps no transaction and no message alive. */
const alone = ({ named, signatures }: KnownSignatures): KnownSignatures => ({
  named: named.map((output) => ({ ...output, script: inOwnMemory(output.script) })),
  signatures: signatures.map((signature) => ({
    ...signature,
    key: inOwnMemory(signature.key),
    keyHash: inOwnMemory(signature.keyHash),
  })),
})
