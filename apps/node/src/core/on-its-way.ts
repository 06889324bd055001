import type { Chain } from '../chain/chain.ts'

/** So long after its slot; seconds. */
const SECONDS = 5

/**
 * Has gossip brought the block's header just now? Then its transactions are being put together here, and nobody is asked for the whole
 * of it: under load that was a megabyte for each block, sent, read and judged beside what came anyway. What does not come in time is
 * asked for.
 */
export function isOnItsWay({ tree }: Pick<Chain, 'tree'>, name: string, now: number): boolean {
  const block = tree.find(name)
  return block !== undefined && tree.bodyOf(name) === 'missing' && now < block.time + SECONDS
}
