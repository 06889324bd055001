import { utf8 } from '@vc/crypto'
import type { Write } from '../storage/store.ts'
import type { Chain } from './chain.ts'
import { be32 } from './chain-store.ts'

const PRUNED = utf8('pruned')
/** So many at most in one commit: a chain of before is cleared bit by bit. */
const MOST = 1_000

/**
 * Lets go of the bodies of old final blocks when the operator keeps so many only (`keepBlocks`). Headers, the state, what
 * stands at which height and the genesis block stay; who asks for such a block is answered by others.
 */
export function bodyPruneWrites(
  { store, blocks, keepBlocks }: Pick<Chain, 'store' | 'blocks' | 'keepBlocks'>,
  recordedFinal: number,
): Write[] {
  if (keepBlocks === undefined) return []
  const bytes = store.get('meta', PRUNED)
  const done = bytes ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) : 0
  const upTo = Math.min(recordedFinal - keepBlocks, done + MOST)
  if (upTo <= done) return []
  const writes: Write[] = [{ space: 'meta', key: PRUNED, value: be32(upTo) }]
  for (let height = done + 1; height <= upTo; height += 1) {
    const hash = blocks.hashAt(height)
    if (hash) writes.push({ space: 'block', key: hash, value: undefined })
  }
  return writes
}
