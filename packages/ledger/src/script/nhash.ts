import { hash256 } from '@vc/crypto'
import { Writer } from '../codec/writer.ts'
import { writePush } from './push.ts'

/** What OP_NHASH256 gives: HASH256 of the items as minimal pushes, so that no two lists share a hash. */
export function nhash256(items: readonly Uint8Array[]): Uint8Array {
  const writer = new Writer(256)
  for (const item of items) writePush(writer, item)
  return hash256(writer.finish())
}
