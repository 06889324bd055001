import { NodeCallError } from '@vc/client'
import { type CreditPolicy, OPEN_POLICY, simulateRegulation } from '@vc/consensus'
import { circulationEquation } from '@vc/db'
import { z } from 'zod'
import type { MemberContext } from '../../context.ts'
import { amountInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed, reads } from '../../procedures.ts'

const UP_DAY = 10
const DOWN_DAY = 70
const DAYS = 130
const TRADERS = 40

/** Percents are of what circulates now; `speed`: instead of that of the node's policy. */
const asking = z.strictObject({
  upPercent: z.int().min(101).max(1_000),
  downPercent: z.int().min(1).max(99),
  lagDays: z.int().min(1).max(60),
  nearPercent: z.int().min(1).max(20),
  termDays: z.int().min(1).max(1_825),
  speed: amountInput.optional(),
  seed: z.string().trim().min(1).max(60),
})

/**
 * A simulation of automatic regulation (requirements V-132): from the economy as it is, demand steps up and down again, and traders
 * borrow under the credit policy of the portal's node, repay and lock. Changes nothing; null before the first block.
 */
export const regulationRoute = allowed('network.node', reads)
  .input(asking)
  .query(async ({ ctx, input }) => {
    const now = await circulationEquation(ctx.db)
    if (!now) return null
    const { upPercent, downPercent, nearPercent, speed, ...rest } = input
    const policy = await policyOf(ctx)
    const { blocksPerDay } = await blockTimes(ctx.db)
    const run = simulateRegulation({
      ...{ ...rest, blocksPerDay, traders: TRADERS, days: DAYS, nearParts: nearPercent * 100 },
      steps: [
        { day: UP_DAY, parts: upPercent * 100 },
        { day: DOWN_DAY, parts: downPercent * 100 },
      ],
      ...{ base: now.base, locked: now.locked, debt: now.debt },
      policy: speed === undefined ? policy : { ...policy, speed },
    })
    return { ...run, height: now.height, lagDays: input.lagDays }
  })

/** The policy in force on the portal's node; an open one while it does not answer. */
async function policyOf({ client }: Pick<MemberContext, 'client'>): Promise<CreditPolicy> {
  try {
    return (await client.creditStanding()).policy
  } catch (error) {
    if (error instanceof NodeCallError) return OPEN_POLICY
    throw error
  }
}
