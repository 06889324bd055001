import { commitmentChain, epochBeacon, nextMix } from '@vc/consensus'
import { sha256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type Draw, type Lottery, lotteryOf, parameters } from './lottery.ts'

type World = {
  /** Stakes by their size; the first `owned` are the attacker's. */
  readonly shares: readonly number[]
  readonly owned: number
  readonly epochs: number
  readonly seed: number
  /** Seconds of an epoch. */
  readonly epoch?: number
}

type Tally = { readonly own: number; readonly all: number }
type Choice = { readonly left: readonly Draw[]; readonly mix: Uint8Array; readonly next: readonly Draw[] }

/** Of so many of its last blocks the attacker looks at every choice: more in a row come once in two thousand epochs. */
const MOST_HIDDEN = 6

/**
 * What hiding reveals gives, in points of the attacker's part of all blocks (consensus.md 5). At the end of an epoch it
 * knows what each choice among its last blocks makes of the draws that rest on them, and leaves out those that give it
 * the most, the blocks that it loses counted in. `kept`: what remains with these lost; `drawn`: of the draws alone.
 */
export function gainOf(of: World): { readonly kept: number; readonly drawn: number } {
  const lottery = lotteryOf(of.shares)
  let mix: Uint8Array = sha256(Buffer.from(`reveals ${of.seed}`))
  let draws = drawsOn(mix, 0, lottery, of)
  // What is left of all draws, what was drawn, and what would have been with nothing hidden: chance is in all three.
  let [left, drawn, plain] = [NONE, NONE, NONE]
  for (let epoch = 1; epoch <= of.epochs; epoch += 1) {
    const choices = choicesOf(draws, of.owned).map((some): Choice => {
      const after = mixAfter(mix, some, epoch, of)
      return { left: some, mix: after, next: drawsOn(after, epoch, lottery, of) }
    })
    const best = choices.reduce((most, one) => (worth(one, of) > worth(most, of) ? one : most))
    left = plus(left, tallyOf(best.left, of))
    drawn = plus(drawn, tallyOf(best.next, of))
    plain = plus(plain, tallyOf(must(choices[0], 'hiding nothing is a choice').next, of))
    mix = best.mix
    draws = best.next
  }
  return { kept: 100 * (partOf(left) - partOf(plain)), drawn: 100 * (partOf(drawn) - partOf(plain)) }
}

/** All draws of an epoch that rest on a mix. */
function drawsOn(mix: Uint8Array, number: number, lottery: Lottery, of: World): readonly Draw[] {
  const length = of.epoch ?? parameters['beacon.epoch']
  const beacon = epochBeacon(number, mix)
  return Array.from({ length }, (_, second) => lottery.winners(beacon, number * length + second)).flat()
}

/** What may be left of an epoch's draws; all of them first. */
function choicesOf(draws: readonly Draw[], owned: number): readonly (readonly Draw[])[] {
  const last = draws.length - 1 - draws.findLastIndex(({ producer }) => producer >= owned)
  const count = Math.min(last, MOST_HIDDEN)
  const first = draws.length - count
  return Array.from({ length: 2 ** count }, (_, hidden) =>
    draws.filter((_, at) => at < first || ((hidden >> (at - first)) & 1) === 0),
  )
}

/** Each stake reveals in the order of its commitments, so that two blocks of one stake can not change places. */
function mixAfter(mix: Uint8Array, draws: readonly Draw[], epoch: number, of: World): Uint8Array {
  const commitments = of.shares.map((_, at) => chainOf(of.seed, epoch, at))
  return draws.reduce((before, { producer }) => {
    const { chain, now } = must(commitments[producer], 'a stake')
    const reveal = must(chain.revealOf(now), 'the chain is longer than an epoch')
    commitments[producer] = { chain, now: reveal }
    return nextMix(before, reveal)
  }, mix)
}

const chains = new Map<string, ReturnType<typeof commitmentChain>>()

/** The commitments of a stake for one epoch, long enough for as many blocks as there ever were. */
function chainOf(seed: number, epoch: number, stake: number) {
  const name = `${seed} ${epoch} ${stake}`
  if (!chains.has(name) && chains.size > 100) chains.clear()
  const chain = chains.get(name) ?? commitmentChain(sha256(Buffer.from(name)), 150)
  chains.set(name, chain)
  return { chain, now: chain.commitment }
}

const NONE: Tally = { own: 0, all: 0 }
const partOf = ({ own, all }: Tally) => own / all
const plus = (a: Tally, b: Tally): Tally => ({ own: a.own + b.own, all: a.all + b.all })
const tallyOf = (draws: readonly Draw[], { owned }: World): Tally => ({
  own: draws.filter(({ producer }) => producer < owned).length,
  all: draws.length,
})
const worth = ({ left, next }: Choice, of: World) => partOf(plus(tallyOf(left, of), tallyOf(next, of)))
