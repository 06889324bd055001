import { findCursor, findTransaction, ownersOf, type RecordRow, recordHistory, recordsByKey } from '@vc/db'
import { must } from '@vc/kernel'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type Found, inLedgerOrder, keyHashesOf, shownStep } from './shown-step.ts'

const MOST_STEPS = 200

/** What a transaction did to the record that is traced. */
export type RightRole = 'recorded' | 'replaced' | 'committed' | 'funded'
type Step = { readonly role: RightRole; readonly found: Found }

/**
 * A right or certificate from its record to its origin: everything written for the pair, back over what each writing
 * spent to be allowed to write — the commitment, and who paid for that. `key` is the record's key, hex, or the UUID
 * it was made from.
 */
export const traceRightRoute = allowed('audit.trace', reads)
  .input(z.strictObject({ key: z.string().trim().min(4).max(200) }))
  .query(async ({ ctx, input }) => {
    const key = input.key.toLowerCase().replaceAll('-', '')
    const pairs = /^(?:[0-9a-f]{2})+$/.test(key) ? await recordsByKey(ctx.db, key) : []
    if (pairs.length === 0) throw refusalToError({ code: 'not-found' })
    const written: Step[] = []
    for (const { table, key: whole } of pairs) {
      for (const row of await recordHistory(ctx.db, table, whole)) written.push(await writingOf(ctx, row))
    }
    const steps = inLedgerOrder([...(await backFrom(ctx, written)), ...written])
    return {
      finalHeight: (await findCursor(ctx.db))?.finalHeight ?? -1,
      steps: steps.map(({ role, found }) => shownStep(role, found)),
      owners: await ownersOf(ctx.db, keyHashesOf(steps)),
    }
  })

async function writingOf({ db }: Context, row: RecordRow): Promise<Step> {
  const found = must(await findTransaction(db, row.txid), 'a record has its transaction')
  return { role: row.newest ? 'recorded' : 'replaced', found }
}

/** Back over the outputs that stand for a record to what committed to it, and to what paid for the commitment. */
async function backFrom({ db }: Context, from: readonly Step[]): Promise<Step[]> {
  const steps: Step[] = []
  const queue = [...from]
  const seen = new Set(from.map(({ found }) => found.transaction.txid))
  for (let next = queue.shift(); next && steps.length < MOST_STEPS; next = queue.shift()) {
    const { role, found } = next
    if (role === 'funded') continue
    const spent = found.named.filter(({ reads: only }) => !only)
    for (const { txid, standard } of spent) {
      if (seen.has(txid)) continue
      seen.add(txid)
      const before = await findTransaction(db, txid)
      if (before === undefined) continue
      const step: Step = { role: standard === 'record' ? 'committed' : 'funded', found: before }
      steps.push(step)
      queue.push(step)
    }
  }
  return steps
}
