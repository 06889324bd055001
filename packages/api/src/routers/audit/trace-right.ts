import { findBlock, findCursor, findTransaction, type RecordRow, recordHistory, recordsByKey } from '@vc/db'
import { must } from '@vc/kernel'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { shownOutput, shownRecord } from '../explorer/show.ts'

/**
 * A right or certificate from its record to the ledger: everything written for the pair, the transaction of each, what
 * that spent to be allowed to write, and its block. `key` is the record's key, hex, or the UUID it was made from.
 */
export const traceRightRoute = allowed('audit.trace', reads)
  .input(z.strictObject({ key: z.string().trim().min(4).max(200) }))
  .query(async ({ ctx, input }) => {
    const key = input.key.toLowerCase().replaceAll('-', '')
    const pairs = /^(?:[0-9a-f]{2})+$/.test(key) ? await recordsByKey(ctx.db, key) : []
    if (pairs.length === 0) throw refusalToError({ code: 'not-found' })
    const steps = []
    for (const pair of pairs) {
      for (const row of await recordHistory(ctx.db, pair.table, pair.key)) steps.push(await stepOf(ctx, row))
    }
    const cursor = await findCursor(ctx.db)
    return { finalHeight: cursor?.finalHeight ?? -1, steps }
  })

async function stepOf({ db }: Context, row: RecordRow) {
  const found = must(await findTransaction(db, row.txid), 'a record has its transaction')
  const block = must(await findBlock(db, row.height), 'a record has its block')
  const { hash, time, producerKey } = block
  return {
    record: shownRecord(row),
    named: found.named.map(shownOutput),
    written: found.written.map(shownOutput),
    block: { height: row.height, hash, time, producerKey },
  }
}
