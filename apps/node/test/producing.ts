import { fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import type { Node } from '../src/node.ts'

/** Lets time pass until the node's own blocks reach a height. `pass`: a second goes by on its clock. */
export function produceTo(node: Pick<Node, 'face' | 'tick'>, height: number, pass: () => void): void {
  while (node.face.status().head.height < height) {
    pass()
    node.tick()
  }
}

/** Bytes of a node's block. */
export const bytesAt = ({ face }: Pick<Node, 'face'>, height: number): Uint8Array =>
  fromHex(must(face.blockAt(height), 'a block').bytes)
