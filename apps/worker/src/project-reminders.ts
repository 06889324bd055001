import { remindersOf } from '@vc/admission'
import { type DbTransaction, schema } from '@vc/db'
import { DEBT } from '@vc/ledger'
import type { BlockRows } from './block-rows.ts'

/**
 * Cuts the schedule of reminders for every lot that a block wrote, by heights alone, in the caller's transaction. Projected
 * again it is the same schedule: a reminder has one row, whatever comes twice.
 */
export async function projectReminders(tx: DbTransaction, { outputs }: BlockRows): Promise<void> {
  const rows = outputs.flatMap(({ txid, index, element, createdHeight, expiryHeight }) => {
    const isLot = element === DEBT && typeof expiryHeight === 'number'
    const reminders = isLot ? remindersOf(createdHeight, expiryHeight) : []
    return reminders.map((reminder) => ({ txid, index, ...reminder, writtenHeight: createdHeight }))
  })
  if (rows.length > 0) await tx.insert(schema.creditReminders).values(rows).onConflictDoNothing()
}
