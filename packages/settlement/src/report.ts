import { merkleRoot, sha256, utf8 } from '@vc/crypto'
import type { Netting } from './net.ts'
import type { Obligation } from './obligation.ts'

/** The bytes of an obligation as the report's tree has them: one line of text. */
export const obligationLeaf = ({ reference, debtor, creditor, amount }: Obligation): Uint8Array =>
  utf8(JSON.stringify(['obligation', reference, debtor, creditor, amount.toString()]))

/** The bytes of a net position as the report's tree has them. */
export const positionLeaf = ({ party, amount }: { party: string; amount: bigint }): Uint8Array =>
  utf8(JSON.stringify(['position', party, amount.toString()]))

/**
 * The root that the settlement record on the ledger carries: an RFC 9162 tree over obligations in order of their
 * references, then positions in order of their parties. Whoever holds the report recomputes it.
 */
export function reportRoot(obligations: readonly Obligation[], netting: Netting): Uint8Array {
  const ordered = [...obligations].sort((a, b) => (a.reference < b.reference ? -1 : 1))
  return merkleRoot([...ordered.map(obligationLeaf), ...netting.positions.map(positionLeaf)])
}

/** Names a batch by its content: the same obligations are the same batch. */
export function batchDigest(obligations: readonly Obligation[]): Uint8Array {
  const ordered = [...obligations].sort((a, b) => (a.reference < b.reference ? -1 : 1))
  return sha256(
    utf8(JSON.stringify(ordered.map((o) => [o.reference, o.debtor, o.creditor, o.amount.toString()]))),
  )
}
