import { findCursor, strayRows } from '@vc/db'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/**
 * Where the node and the tables stand, the configuration of genesis and the proposals that blocks voted for (hex of their
 * bytes): with these every block is judged by the version of its height.
 */
export const standingRoute = allowed('audit.run', reads).query(async ({ ctx }) => {
  const cursor = await findCursor(ctx.db)
  const [{ network, head, final }, documents] = await Promise.all([
    ctx.client.status(),
    ctx.client.configurationDocuments(),
  ])
  if (cursor === undefined) throw refusalToError({ code: 'not-projected-yet' })
  const projected = cursor.height
  const strays = await strayRows(ctx.db, projected)
  const heights = { headHeight: head.height, finalHeight: final.height, projected }
  return { network, ...documents, ...heights, strays }
})
