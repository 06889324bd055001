import { findCursor, latestBlocks } from '@vc/db'
import { nodeFinality } from '../../node-finality.ts'
import { reads, sessionProcedure } from '../../procedures.ts'

/**
 * Where the network stands as the portal's tables know it: height and time (seconds) of the newest projected block,
 * what the node last said of its head, and what is justified and final, and whether
 * the node sees finality at all (`finality` null: it does not answer). Null before the first block.
 */
export const pulseRoute = sessionProcedure(reads).query(async ({ ctx }) => {
  const cursor = await findCursor(ctx.db)
  const [newest] = await latestBlocks(ctx.db, 1)
  if (!cursor || !newest) return null
  const { headHeight, justifiedHeight, finalHeight, network } = cursor
  const { height, time, hash } = newest
  const heights = { height, headHeight, justifiedHeight, finalHeight }
  return { network, hash, time, ...heights, finality: await nodeFinality(ctx), nowMs: ctx.clock.nowMs() }
})
