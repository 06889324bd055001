import { z } from 'zod'
import { askNode } from '../../ask-node.ts'
import { auditIn } from '../../audit.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/**
 * Asks all producers to keep new credit out for a day, or lifts that (consensus.md 18): the node of the portal signs it,
 * as the member of the network that it is. Gives the height of the head. Refused: `regulator-only` when that member is no
 * regulator on the ledger, `notice-repeated` before the next block, `nothing-halted`.
 */
export const giveNoticeRoute = allowed('audit.stop', {
  stepUp: 'key',
  idempotency: 'single-use',
  audit: 'decision',
})
  .input(z.strictObject({ kind: z.enum(['halt', 'lift']), text: z.string().trim().max(1_000) }))
  .mutation(async ({ ctx, input }) => {
    const { head } = await askNode(ctx.client.status)
    // Written down first: nobody is asked for a halt that the log does not know.
    return ctx.db.transaction(async (tx) => {
      await auditIn(tx, ctx, { subject: JSON.stringify(input), ledgerHeight: BigInt(head.height) })
      const answer = await askNode(() => ctx.client.giveNotice(input))
      if (!answer.accepted) throw refusalToError({ code: answer.code })
      return { height: answer.height }
    })
  })
