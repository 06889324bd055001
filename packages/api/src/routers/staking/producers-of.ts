import { NodeCallError } from '@vc/client'
import { termsOfProducers } from '@vc/db'
import type { Context } from '../../context.ts'
import { type JudgedStake, producingKeys, sumOf } from './stakes.ts'

export const isCounting = ({ standing }: JudgedStake) => standing === 'counts'

/**
 * Every member that produces, and whoever else has stake, by key: who published its terms, what it keeps of rewards, the
 * stake that counts, and whether it is the portal's own node.
 */
export async function producersOf(ctx: Pick<Context, 'db' | 'client'>, stakes: readonly JudgedStake[]) {
  const active = await producingKeys(ctx.db)
  const terms = await termsOfProducers(ctx.db)
  const here = await producerHere(ctx)
  const keys = [...new Set([...active, ...stakes.map(({ producerKey }) => producerKey)])].sort()
  return keys.map((producerKey) => {
    const newest = terms.find((row) => row.terms.producerKey === producerKey)
    const under = stakes.filter((stake) => stake.producerKey === producerKey)
    return {
      producerKey,
      organisation: newest ? { name: newest.name, nameZh: newest.nameZh } : null,
      share: newest?.terms.share ?? null,
      counting: sumOf(under.filter(isCounting)),
      isActive: active.includes(producerKey),
      isHere: producerKey === here,
    }
  })
}

/** The key that the portal's node produces with; undefined when it does not answer or only follows. */
async function producerHere({ client }: Pick<Context, 'client'>): Promise<string | undefined> {
  try {
    return (await client.producer())?.producerKey
  } catch (error) {
    if (error instanceof NodeCallError) return undefined
    throw error
  }
}
