import type { Checkpoint } from '@vc/consensus'
import { utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import type { Store, Write } from '../storage/store.ts'
import { be32, type ChainStore } from './chain-store.ts'

const JOINED = utf8('joined')

/** Notes that a chain begins at a block taken from a snapshot: this node has not judged what lies below. */
export const joinedWrite = (height: number): Write => ({ space: 'meta', key: JOINED, value: be32(height) })

/** The block that the node joined from; undefined when it has judged everything itself. */
export function joinedAt(store: Store, blocks: ChainStore): Checkpoint | undefined {
  const bytes = store.get('meta', JOINED)
  if (!bytes) return undefined
  const height = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  return { height, hash: must(blocks.hashAt(height), 'the block joined from is on the chain') }
}
