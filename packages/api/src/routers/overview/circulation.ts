import { circulationEquation, findCursor, modeCounts } from '@vc/db'
import { z } from 'zod'
import { reads, sessionProcedure } from '../../procedures.ts'

/**
 * How value circulates: the equation after the newest block, and the transactions of the last `blocks` blocks by mode and kind, from
 * genesis without. Null before the first block.
 */
export const circulationRoute = sessionProcedure(reads)
  .input(z.strictObject({ blocks: z.int().min(1).optional() }))
  .query(({ ctx, input: { blocks } }) =>
    ctx.db.transaction(
      async (tx) => {
        const equation = await circulationEquation(tx)
        const cursor = await findCursor(tx)
        if (!equation || !cursor) return null
        const { height: to, finalHeight } = cursor
        const from = blocks === undefined ? 0 : Math.max(0, to - blocks + 1)
        return { equation, from, to, finalHeight, counts: await modeCounts(tx, { from, to }) }
      },
      { isolationLevel: 'repeatable read' },
    ),
  )
