import { blocksBelow, findBlock, findCursor, transactionsOf } from '@vc/db'
import { z } from 'zod'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

export const heightInput = z.int().min(0).max(2_147_483_647)

/** Blocks below a height, or the newest; at most 100, the newest first. */
export const blocksRoute = allowed('network.read', reads)
  .input(z.strictObject({ below: heightInput.optional(), count: z.int().min(1).max(100) }))
  .query(async ({ ctx, input }) => {
    const cursor = await findCursor(ctx.db)
    const rows = await blocksBelow(ctx.db, input.below ?? 2_147_483_647, input.count)
    return {
      height: cursor?.height ?? -1,
      justifiedHeight: cursor?.justifiedHeight ?? -1,
      finalHeight: cursor?.finalHeight ?? -1,
      blocks: rows,
    }
  })

/** A block by height or hash with its transactions. */
export const blockRoute = allowed('network.read', reads)
  .input(z.strictObject({ at: z.union([heightInput, hexInput(32)]) }))
  .query(async ({ ctx, input }) => {
    const block = await findBlock(ctx.db, input.at)
    if (block === undefined) throw refusalToError({ code: 'not-found' })
    const cursor = await findCursor(ctx.db)
    const list = await transactionsOf(ctx.db, block.height)
    return {
      block,
      final: block.height <= (cursor?.finalHeight ?? -1),
      justified: block.height <= (cursor?.justifiedHeight ?? -1),
      isNewest: block.height === cursor?.height,
      transactions: list.map(({ bytes, ...row }) => ({ ...row, size: bytes.length })),
    }
  })
