import type { NodeBlock, Question } from '@vc/client'
import { fromHex } from '@vc/crypto'
import type { NodeFace } from '../node-face.ts'

/** One block by height or hash; null when there is none. */
export function block(node: NodeFace, { at }: Question<'block'>): NodeBlock | null {
  return (typeof at === 'number' ? node.blockAt(at) : node.blockOf(fromHex(at))) ?? null
}
