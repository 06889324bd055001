import type { NodeRecord, Question } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/** The newest value of a record on the head; null when the pair was never written. */
export function record(node: NodeFace, { table, key }: Question<'record'>): NodeRecord | null {
  return node.record(table, fromHex(key)) ?? null
}
