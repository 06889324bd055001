import { accountAt, findBlock, findTransaction, recordsByKey } from '@vc/db'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'

/** Where a text leads on the ledger. */
export type Found =
  | { readonly kind: 'block'; readonly height: number }
  | { readonly kind: 'transaction'; readonly txid: string }
  | { readonly kind: 'account'; readonly keyHash: string }
  | { readonly kind: 'record'; readonly table: string; readonly key: string }

/** What a height, a hash, an id, a key hash or the key of a record is; UUIDs are read as keys of records. */
export const searchRoute = allowed('network.read', reads)
  .input(z.strictObject({ text: z.string().trim().min(1).max(200) }))
  .query(async ({ ctx, input }) => ({ found: await search(ctx, input.text.toLowerCase()) }))

async function search({ db }: Context, text: string): Promise<Found[]> {
  const found: Found[] = []
  if (/^\d{1,9}$/.test(text)) {
    const block = await findBlock(db, Number(text))
    if (block !== undefined) found.push({ kind: 'block', height: block.height })
  }
  const hex = text.replaceAll('-', '')
  if (!/^(?:[0-9a-f]{2}){2,100}$/.test(hex)) return found
  if (hex.length === 64) {
    const block = await findBlock(db, hex)
    if (block !== undefined) found.push({ kind: 'block', height: block.height })
    if (await findTransaction(db, hex)) found.push({ kind: 'transaction', txid: hex })
  }
  if (hex.length === 40 && (await accountAt(db, hex, 1)).outputs.length > 0) {
    found.push({ kind: 'account', keyHash: hex })
  }
  for (const { table, key } of await recordsByKey(db, hex)) found.push({ kind: 'record', table, key })
  return found
}
