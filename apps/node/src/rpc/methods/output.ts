import type { NodeOutput, Question } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/** An output that is unspent on the head; null when it is spent or unknown. */
export function output(node: NodeFace, { txid, index }: Question<'output'>): NodeOutput | null {
  return node.output(fromHex(txid), index) ?? null
}
