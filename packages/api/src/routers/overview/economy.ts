import { economySeries, overview } from '@vc/db'
import { z } from 'zod'
import { reads, sessionProcedure } from '../../procedures.ts'

/** The economy at the newest block, and at up to `points` heights before it; `blocks` back, from genesis without. */
export const economyRoute = sessionProcedure(reads)
  .input(z.strictObject({ points: z.int().min(2).max(400), blocks: z.int().min(1).optional() }))
  .query(async ({ ctx, input }) => {
    const now = await overview(ctx.db)
    if (!now) return null
    const from = input.blocks === undefined ? 0 : Math.max(0, now.height - input.blocks)
    return { now, series: await economySeries(ctx.db, { from, points: input.points }) }
  })
