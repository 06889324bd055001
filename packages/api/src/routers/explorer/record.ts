import { recordHistory } from '@vc/db'
import { z } from 'zod'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { shownRecord } from './show.ts'

/** Everything that was ever written for a pair, the newest first. */
export const recordRoute = allowed('network.read', reads)
  .input(z.strictObject({ table: z.string().min(1).max(520), key: hexInput(undefined, 4096) }))
  .query(async ({ ctx, input }) => {
    const rows = await recordHistory(ctx.db, input.table, input.key)
    if (rows.length === 0) throw refusalToError({ code: 'not-found' })
    return { history: rows.map(shownRecord) }
  })
