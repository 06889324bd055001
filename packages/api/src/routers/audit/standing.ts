import { findCursor, strayRows } from '@vc/db'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/**
 * Where the node and the tables stand, and the configuration by which blocks are judged (hex of its bytes; an auditor
 * checks its id against the blocks).
 */
export const standingRoute = allowed('audit.run', reads).query(async ({ ctx }) => {
  const cursor = await findCursor(ctx.db)
  const { network, configuration, head, final } = await ctx.client.status()
  if (cursor === undefined || configuration === undefined) throw refusalToError({ code: 'not-projected-yet' })
  const projected = cursor.height
  const strays = await strayRows(ctx.db, projected)
  return { network, configuration, headHeight: head.height, finalHeight: final.height, projected, strays }
})
