import {
  creditReleased,
  findBlock,
  findCursor,
  heightSince,
  latestBlocks,
  type Release,
  type StretchEnd,
  stretchEnds,
} from '@vc/db'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'
import { producersOf } from '../staking/producers-of.ts'
import { judgedStakes, stakeRules } from '../staking/stakes.ts'

const DAY = 86_400
/** How many stretches are shown: six hours of epochs of ten minutes, a month of days. */
const STRETCHES = { epoch: 36, day: 30 } as const

/**
 * The network's effect: what the policies of all its nodes together let in (003 §3.3.10), by producer and stretch of time,
 * as the blocks tell it. Which policy a node has is its own affair; what it did is in the ledger.
 */
export const creditEffectRoute = allowed('network.node', reads)
  .input(z.strictObject({ unit: z.enum(['epoch', 'day']) }))
  .query(async ({ ctx, input: { unit } }) => {
    const cursor = await findCursor(ctx.db)
    const [head] = await latestBlocks(ctx.db, 1)
    const epoch = Number(cursor?.parameters['beacon.epoch'] ?? 600)
    const seconds = unit === 'day' ? DAY : epoch
    if (!head) return { seconds, observed: 0, stretches: [], producers: [] }
    const since = (Math.floor(head.time / seconds) - STRETCHES[unit] + 1) * seconds
    const from = await heightSince(ctx.db, since)
    const [releases, ends] = await Promise.all([
      creditReleased(ctx.db, { from, seconds }),
      stretchEnds(ctx.db, { from, seconds }),
    ])
    const first = await findBlock(ctx.db, Math.max(1, from))
    const observed = Math.max(1, head.time - (first?.time ?? head.time))
    const producers = await producersWith(ctx, releases, observed)
    return { seconds, observed, producers, stretches: stretchesOf(releases, ends, seconds, producers) }
  })

type Producer = Awaited<ReturnType<typeof producersWith>>[number]

/** Every member that produces, and whoever made a block: its stake, its blocks, what they released, and that in a day. */
async function producersWith(ctx: Context, releases: readonly Release[], observed: number) {
  const known = await producersOf(ctx, await judgedStakes(ctx.db, await stakeRules(ctx.db)))
  const strangers = releases.map(({ producerKey }) => producerKey)
  const keys = [...new Set([...known.map(({ producerKey }) => producerKey), ...strangers])]
  const rows = keys.map((producerKey) => {
    const own = releases.filter((one) => one.producerKey === producerKey)
    const released = sum(own.map((one) => one.released))
    const {
      organisation = null,
      counting = 0n,
      isHere = false,
    } = known.find((one) => one.producerKey === producerKey) ?? {}
    const blocks = own.reduce((count, one) => count + one.blocks, 0)
    const giving = own.reduce((count, one) => count + one.giving, 0)
    return {
      producerKey,
      organisation,
      counting,
      isHere,
      blocks,
      giving,
      released,
      perDay: perDay(released, observed),
    }
  })
  return rows.sort((a, b) => Number(b.released - a.released) || (a.producerKey < b.producerKey ? -1 : 1))
}

/** What a day brings at the speed of these seconds, smallest units, rounded down. */
const perDay = (amount: bigint, seconds: number) => (amount * BigInt(DAY)) / BigInt(Math.max(1, seconds))

/** `by`: what each of the producers released, in their order. */
function stretchesOf(
  releases: readonly Release[],
  ends: readonly StretchEnd[],
  seconds: number,
  producers: readonly Producer[],
) {
  return ends.map(({ stretch, ...end }) => {
    const here = releases.filter((one) => one.stretch === stretch)
    const by = producers.map(({ producerKey }) =>
      sum(here.filter((one) => one.producerKey === producerKey).map(({ released }) => released)),
    )
    return { start: stretch * seconds, ...end, by, released: sum(by) }
  })
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)
