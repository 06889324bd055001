import type { NodeBlock, Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** An answer holds at most this many hex digits of blocks; the caller asks on from where it ends. */
const MOST_DIGITS = 16_000_000

/** Up to `count` blocks from a height upwards, fewer at the head, fewer when they are large; at least one. */
export function blocks(node: NodeFace, { from, count }: Question<'blocks'>): NodeBlock[] {
  const found: NodeBlock[] = []
  let digits = 0
  for (let height = from; height < from + count; height += 1) {
    const block = node.blockAt(height)
    if (!block || (digits > 0 && digits + block.bytes.length > MOST_DIGITS)) break
    digits += block.bytes.length
    found.push(block)
  }
  return found
}
