import { shownRows } from '@vc/db'
import { z } from 'zod'
import { allowed, reads } from '../../procedures.ts'
import { heightInput } from '../explorer/blocks.ts'

/** The rows that the blocks of a range wrote, as the portal's tables have them now. */
export const rowsRoute = allowed('audit.run', reads)
  .input(z.strictObject({ from: heightInput, count: z.int().min(1).max(64) }))
  .query(({ ctx, input }) => shownRows(ctx.db, { from: input.from, to: input.from + input.count - 1 }))
