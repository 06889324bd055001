import { NodeCallError } from '@vc/client'
import { blocksOfDay, MOST_RESERVE_SHARE } from '@vc/consensus'
import { z } from 'zod'
import { askNode } from '../../ask-node.ts'
import { auditIn } from '../../audit.ts'
import { amountInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'

/** A credit policy as an operator writes it (consensus.md 18): null where nothing bounds. */
export const creditPolicyInput = z.strictObject({
  speed: amountInput.or(z.literal(0n)).nullable(),
  stop: amountInput.nullable(),
  reserveShare: z.int().min(0).max(MOST_RESERVE_SHARE).nullable(),
  meanAge: z.int().min(1).max(100_000_000).nullable(),
  isStopped: z.boolean(),
})

/** The credit policy of the portal's node and what it lets into the next block. Null while the node does not answer. */
export const creditPolicyRoute = allowed('network.policy', reads).query(async ({ ctx: { client } }) => {
  try {
    const [standing, { parameters }] = await Promise.all([client.creditStanding(), client.status()])
    return { ...standing, blocksPerDay: blocksOfDay({ blockInterval: Number(parameters.blockInterval) }) }
  } catch (error) {
    if (error instanceof NodeCallError) return null
    throw error
  }
})

/** Puts a policy in force on the portal's node, from its next own block on; who, what and at which height is written down. */
export const replaceCreditPolicyRoute = allowed('network.policy', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(creditPolicyInput)
  .mutation(async ({ ctx, input }) => {
    const { head } = await askNode(ctx.client.status)
    const subject = JSON.stringify(input, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    // Written down first: no policy comes in force that the log does not know.
    return ctx.db.transaction(async (tx) => {
      await auditIn(tx, ctx, { subject, ledgerHeight: BigInt(head.height) })
      return askNode(() => ctx.client.replaceCreditPolicy(input))
    })
  })
