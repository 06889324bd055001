import { WHOLE_SHARE } from '@vc/consensus'
import { schema, termsOfProducers } from '@vc/db'
import { z } from 'zod'
import { askNode } from '../../ask-node.ts'
import { auditIn } from '../../audit.ts'
import type { Context } from '../../context.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { stakeRules } from './stakes.ts'

/** The key that the portal's node produces with. Refuses `not-a-producer`, `node-unreachable`. */
export async function ownProducer({ client }: Pick<Context, 'client'>): Promise<string> {
  const producer = await askNode(client.producer)
  if (!producer) throw refusalToError({ code: 'not-a-producer' })
  return producer.producerKey
}

/**
 * Publishes what the portal's producer keeps of its rewards, of 10,000, from the next block on. Blocks before stay under
 * the terms that they were made under. The same share again changes nothing.
 */
export const publishRoute = allowed('stake.produce', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ share: z.int().min(0).max(WHOLE_SHARE) }))
  .mutation(async ({ ctx, input: { share } }) => {
    const producerKey = await ownProducer(ctx)
    return ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      const [newest] = await termsOfProducers(tx, producerKey)
      const isSame = newest?.terms.share === share && newest.terms.organisationId === organisationId
      if (isSame) return { producerKey, fromHeight: newest.terms.fromHeight }
      const fromHeight = (await stakeRules(tx)).height + 1
      const by = { organisationId, createdBy: personId, createdAt: new Date(ctx.clock.nowMs()) }
      const { stakeTerms } = schema
      // What was published for the same block a moment ago has bound nobody yet.
      await tx
        .insert(stakeTerms)
        .values({ producerKey, share, fromHeight, ...by })
        .onConflictDoUpdate({
          target: [stakeTerms.producerKey, stakeTerms.fromHeight],
          set: { share, ...by },
        })
      await auditIn(tx, ctx, { subject: JSON.stringify({ producerKey, share, fromHeight }) })
      return { producerKey, fromHeight }
    })
  })
