import { dueReminders } from '@vc/db'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed, reads } from '../../procedures.ts'
import { debtorsSeenBy } from './debtors-seen-by.ts'

/** What the debtor is reminded of now: its unpaid lots, and those of collectives that the person sees, whose schedule has come, each at its newest stage, the first due in front. */
export const remindersRoute = allowed('credit.repay', reads).query(async ({ ctx }) => {
  const times = await blockTimes(ctx.db)
  const keys = await debtorsSeenBy(ctx.db, ctx.user)
  return { ...times, reminders: await dueReminders(ctx.db, keys, times.height) }
})
