import { z } from 'zod'
import { allowed, reads } from '../../procedures.ts'
import { heightInput } from '../explorer/blocks.ts'

/** Bytes of blocks in order, hex, straight from the node: nothing of them comes from the tables. */
export const blocksRoute = allowed('audit.run', reads)
  .input(z.strictObject({ from: heightInput, count: z.int().min(1).max(64) }))
  .query(async ({ ctx, input }) => {
    const blocks = await ctx.client.blocks(input)
    return blocks.map(({ height, bytes }) => ({ height, bytes }))
  })
