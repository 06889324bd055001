import { remindersOf } from '@vc/admission'
import { dueReminders, unpaidDebts } from '@vc/db'
import type { DbOrTransaction } from '../../context.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed, reads } from '../../procedures.ts'
import { debtorsSeenBy } from './debtors-seen-by.ts'
import { withKeptDues } from './kept-debt.ts'

/** What the debtor is reminded of now: its unpaid lots, and those of collectives that the person sees, whose schedule has come, each at its newest stage, the first due in front. */
export const remindersRoute = allowed('credit.repay', reads).query(async ({ ctx }) => {
  const times = await blockTimes(ctx.db)
  const keys = await debtorsSeenBy(ctx.db, ctx.user)
  const cut = await dueReminders(ctx.db, keys, times.height)
  const kept = await keptReminders(ctx.db, keys, times.height)
  const dueOf = ({ expiryHeight }: (typeof cut)[number]) => expiryHeight ?? 0
  return { ...times, reminders: [...cut, ...kept].toSorted((a, b) => dueOf(a) - dueOf(b)) }
})

/**
 * The same of debts under a script of their own. No block knows when these are due, so their schedule is cut here, by the heights of
 * the restructuring that is kept (docs/adr/0055).
 */
async function keptReminders(db: DbOrTransaction, debtors: readonly string[], height: number) {
  const own = (await unpaidDebts(db, { debtors })).filter(({ expiryHeight }) => expiryHeight === null)
  return (await withKeptDues(db, own)).flatMap(({ txid, index, amount, createdHeight, expiryHeight }) => {
    if (expiryHeight === null) return []
    const newest = remindersOf(createdHeight, expiryHeight).findLast(({ height: from }) => from <= height)
    return newest ? [{ txid, index, stage: newest.stage, from: newest.height, amount, expiryHeight }] : []
  })
}
