import { z } from 'zod'

/** Smallest units: decimal digits on the way, a bigint at both ends. */
const amount = z.codec(z.string().regex(/^\d{1,19}$/), z.bigint().nonnegative(), {
  decode: BigInt,
  encode: String,
})

/** A node's credit policy as it travels and as its file has it (consensus.md 18); null: no such bound. */
export const creditPolicySchema = z.strictObject({
  speed: amount.nullable(),
  stop: amount.nullable(),
  reserveShare: z.int().min(0).max(1_000).nullable(),
  meanAge: z.int().min(1).max(100_000_000).nullable(),
  isStopped: z.boolean(),
})

const signedAmount = z.codec(z.string().regex(/^-?\d{1,19}$/), z.bigint(), { decode: BigInt, encode: String })

/** The policy in force, how the economy stands for it, and what it lets into the next own block; null: the whole room. */
export const creditStandingAnswer = z.object({
  policy: creditPolicySchema,
  ground: z.object({
    circulating: amount,
    unused: amount,
    entered: signedAmount,
    meanAge: z.number().nonnegative(),
  }),
  most: amount.nullable(),
  bound: z.enum(['switch', 'stop', 'mean-age', 'reserve', 'speed']).nullable(),
})
export type CreditStanding = z.output<typeof creditStandingAnswer>
