import { z } from 'zod'

/** Smallest units: decimal digits on the way, a bigint at both ends. */
export const amountText = z.codec(z.string().regex(/^\d{1,19}$/), z.bigint().nonnegative(), {
  decode: BigInt,
  encode: String,
})

/** A node's credit policy as it travels and as its file has it (consensus.md 18); null: no such bound. */
export const creditPolicySchema = z.strictObject({
  speed: amountText.nullable(),
  stop: amountText.nullable(),
  reserveShare: z.int().min(0).max(1_000).nullable(),
  meanAge: z.int().min(1).max(100_000_000).nullable(),
  isStopped: z.boolean(),
})

const signedAmount = z.codec(z.string().regex(/^-?\d{1,19}$/), z.bigint(), { decode: BigInt, encode: String })

const creditBound = z.enum(['notice', 'switch', 'stop', 'mean-age', 'reserve', 'speed'])

/** The policy in force, how the economy stands for it, and what it lets into the next own block; null: the whole room. */
export const creditStandingAnswer = z.object({
  policy: creditPolicySchema,
  ground: z.object({
    circulating: amountText,
    unused: amountText,
    entered: signedAmount,
    meanAge: z.number().nonnegative(),
  }),
  /** Halts of new credit that regulators asked for and that stand: height of the head then, why, stake key. */
  halts: z.array(z.object({ height: z.int().nonnegative(), text: z.string(), key: z.string() })),
  most: amountText.nullable(),
  bound: creditBound.nullable(),
})
/**
 * Whether the node's next own block may release an amount of credit beside those asked before it. `next`: the first of its blocks that may when nothing else
 * comes in or is repaid, and when that is, in seconds since 1970; null when time alone makes no room for it.
 */
const creditWindowAnswer = z.object({
  fits: z.boolean(),
  most: amountText.nullable(),
  bound: creditBound.nullable(),
  next: z.object({ height: z.int().nonnegative(), time: z.int().nonnegative() }).nullable(),
})
export type CreditWindow = z.output<typeof creditWindowAnswer>
export const creditWindowsAnswer = z.array(creditWindowAnswer)
/** As many amounts as one question holds. */
export const MOST_WINDOWS = 2_000
/** What became of a notice that this node's member was to sign. */
export const noticeAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), height: z.int().nonnegative() }),
  z.object({
    accepted: z.literal(false),
    code: z.enum(['regulator-only', 'notice-repeated', 'nothing-halted']),
  }),
])
export type NoticeAnswer = z.output<typeof noticeAnswer>
export type CreditStanding = z.output<typeof creditStandingAnswer>
