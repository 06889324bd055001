import { findCursor, latestBlocks, schema } from '@vc/db'
import { gte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { reads, sessionProcedure } from '../../procedures.ts'

/** Transactions and bytes of one layer in one block: 0 management, 1 debt, 2 circulation. */
export type LayerShare = { readonly layer: number; readonly transactions: number; readonly bytes: number }

/** The newest blocks, the newest first, each split in its three layers, and how far finality is. */
export const blocksRoute = sessionProcedure(reads)
  .input(z.strictObject({ count: z.int().min(1).max(60) }))
  .query(async ({ ctx, input }) => {
    const rows = await latestBlocks(ctx.db, input.count)
    const shares = await layerShares(ctx, rows.at(-1)?.height ?? 0)
    const cursor = await findCursor(ctx.db)
    return {
      justifiedHeight: cursor?.justifiedHeight ?? 0,
      finalHeight: cursor?.finalHeight ?? 0,
      blocks: rows.map(({ height, hash, time, size, transactions, fees, producerKey }) => {
        const layers = shares.get(height) ?? []
        return { height, hash, time, size, transactions, fees, producerKey, layers }
      }),
    }
  })

async function layerShares(ctx: Context, from: number): Promise<Map<number, LayerShare[]>> {
  const { transactions: t } = schema
  const rows = await ctx.db
    .select({
      height: t.height,
      layer: t.layer,
      transactions: sql<number>`count(*)::int`,
      bytes: sql<number>`sum(octet_length(${t.bytes}))::int`,
    })
    .from(t)
    .where(gte(t.height, from))
    .groupBy(t.height, t.layer)
    .orderBy(t.height, t.layer)
  return Map.groupBy(rows, ({ height }) => height)
}
