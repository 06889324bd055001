import { sha256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { beaconsOf, lotteryOf } from './lottery.ts'

type Tip = { readonly height: number; readonly name: Uint8Array }

/**
 * How much faster than its stake wins slots a tree grows that one party builds alone on every block of it. With
 * `ownDraws` each block gives what stands on it a randomness of its own; else it comes from outside the branch, as in
 * consensus.md 5. Of the tree the highest `most` blocks are kept.
 */
export function growth(of: {
  /** The party's part of the stake, thousandths. */
  readonly share: number
  readonly seconds: number
  readonly most: number
  readonly seed: number
  readonly ownDraws: boolean
}): number {
  const lottery = lotteryOf([of.share, 1000 - of.share])
  const beacon = beaconsOf(of.seed)
  let tips: readonly Tip[] = [{ height: 0, name: sha256(Buffer.from(`tree ${of.seed}`)) }]
  const wins = (randomness: Uint8Array, second: number) => lottery.draw(randomness, second, 0) !== undefined
  // The first blocks of a tree have few beside them to choose from.
  const young = of.seconds / 4
  let [begun, won]: [number, number] = [0, 0]
  for (let second = 1; second <= young + of.seconds; second += 1) {
    const common = wins(beacon(second), second)
    const born = tips.flatMap(({ height, name }) =>
      (of.ownDraws ? wins(name, second) : common) ? [childOf(name, height, second)] : [],
    )
    if (born.length > 0) tips = [...born, ...tips].sort((a, b) => b.height - a.height).slice(0, of.most)
    if (second <= young) begun = must(tips[0], 'a tree has a tip').height
    else won += common ? 1 : 0
  }
  const grown = must(tips[0], 'a tree has a tip').height - begun
  return of.ownDraws ? grown / (of.seconds * lottery.chanceOf(0)) : grown / won
}

const childOf = (parent: Uint8Array, height: number, second: number): Tip => ({
  height: height + 1,
  name: sha256(Buffer.concat([parent, Buffer.from(String(second))])),
})

/**
 * The factor of a tree that is kept whole, when a stake wins a slot with this chance: blocks of height n are there as
 * soon as (e^θ − 1) / chance, to the power of n, no longer stands against it at the best θ (the first birth of a
 * branching walk). With slots that are short against the interval it is e.
 */
export function wholeTreeGrowth(chance: number): number {
  const pace = (theta: number) => Math.log(Math.expm1(theta) / chance) / theta
  let slowest = 0
  for (let theta = chance / 100; theta < 100 * chance; theta += chance / 100)
    slowest = Math.max(slowest, pace(theta))
  return 1 / (slowest * chance)
}

/** The honest part of the stake from which on a tree that grows so much faster falls behind. */
export const honestNeeded = (factor: number) => factor / (1 + factor)
