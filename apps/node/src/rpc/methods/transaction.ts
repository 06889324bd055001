import type { NodeTransaction, Question } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/** Where a transaction stands: mempool, or a block that is final or not yet; null when the node has none such. */
export function transaction(node: NodeFace, { txid }: Question<'transaction'>): NodeTransaction | null {
  return node.transaction(fromHex(txid)) ?? null
}
