import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import type { Context } from './context.ts'

/**
 * The block that has a record's transaction, whole, as the node gives it, so that a browser reads the record out of
 * the block itself. Null when no block has it; `block` null while the node does not answer.
 */
export async function recordOnLedger(ctx: Pick<Context, 'db' | 'client'>, txid: string | null) {
  if (txid === null) return null
  const { transactions } = schema
  const [row] = await ctx.db
    .select({ height: transactions.height })
    .from(transactions)
    .where(eq(transactions.txid, txid))
    .limit(1)
  if (!row) return null
  const block = await ctx.client.block(row.height).catch(() => null)
  return {
    txid,
    height: row.height,
    block: block && { hash: block.hash, bytes: block.bytes, final: block.final, time: block.time },
  }
}
