import { dueReminders } from '@vc/db'
import { blockTimes } from '../../people/debtor-standing.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'

/** What the debtor is reminded of now: its unpaid lots whose schedule has come, each at its newest stage, the first due in front. */
export const remindersRoute = allowed('credit.repay', reads).query(async ({ ctx }) => {
  const times = await blockTimes(ctx.db)
  const keys = await ownAccounts(ctx.db, ctx.user)
  return { ...times, reminders: await dueReminders(ctx.db, keys, times.height) }
})
