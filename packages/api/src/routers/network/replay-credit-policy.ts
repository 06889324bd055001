import { blocksOfDay, creditAllowed } from '@vc/consensus'
import { creditMoments, findCursor } from '@vc/db'
import { z } from 'zod'
import { allowed, reads } from '../../procedures.ts'
import { creditPolicyInput } from './credit-policy.ts'

const POINTS = 120

/**
 * What a policy would have let in over the last `blocks` blocks: at up to 120 of them, what came in within a day and
 * what the policy would still have allowed (null: the whole room). Nothing is put in force.
 */
export const replayCreditPolicyRoute = allowed('network.policy', reads)
  .input(z.strictObject({ policy: creditPolicyInput, blocks: z.int().min(1).max(1_000_000) }))
  .query(async ({ ctx, input: { policy, blocks } }) => {
    const cursor = await findCursor(ctx.db)
    if (!cursor) return []
    const dayBlocks = blocksOfDay({ blockInterval: Number(cursor.parameters.blockInterval ?? 10) })
    const { height: to } = cursor
    const moments = await creditMoments(ctx.db, {
      from: Math.max(0, to - blocks),
      to,
      points: POINTS,
      dayBlocks,
    })
    return moments.map((moment) => ({ ...moment, ...creditAllowed(policy, moment) }))
  })
