import { assert } from '@vc/kernel'
import { beaconsOf, type Draw, type Lottery, lotteryOf, parameters } from './lottery.ts'
import { OpenNetwork } from './open-network.ts'

const ATTACKER = 0

/**
 * Minutes between two reorganisations, in the mean, of an attacker who sees all coming draws: it forks where, and only
 * where, its own draws will outweigh at least `depth` honest blocks. Nothing becomes final. Each one is shown to the
 * members, whose fork choice has to follow it. Nodes take blocks `maxDrift` ahead of their clock, honest members do
 * not write them so early.
 */
export function minutesBetween(of: {
  /** The attacker's part of the stake, thousandths. */
  readonly share: number
  readonly depth: number
  readonly hours: number
  readonly seed: number
  readonly ahead?: number
}): number {
  const { share, depth, hours, seed, ahead = parameters.maxDrift } = of
  const lottery = lotteryOf([share, 1000 - share])
  const beacon = beaconsOf(seed)
  let [known, count]: [readonly Draw[], number] = [[], 0]
  for (let second = 1; second <= hours * 3_600; second += 1) {
    const drawn = lottery.winners(beacon(second), second)
    if (drawn.length === 0) continue
    known = [...known, ...drawn].slice(-FURTHEST)
    // What is written by now; of its own the attacker may show what comes first after.
    const shown = known.filter(({ time, producer }) => producer === ATTACKER || time <= second - ahead)
    const fork = forkOf(shown, depth)
    if (!fork) continue
    assertUndone(lottery, fork)
    count += 1
    known = []
  }
  return (hours * 60) / count
}

/** So many draws back it looks for a fork: longer ones hardly ever win. */
const FURTHEST = 80

/** The shortest stretch up to now in which the attacker has more draws than the others, and they at least `depth`. */
function forkOf(draws: readonly Draw[], depth: number): readonly Draw[] | undefined {
  let [own, honest] = [0, 0]
  for (let from = draws.length - 1; from >= 0; from -= 1) {
    if (draws[from]?.producer === ATTACKER) own += 1
    else honest += 1
    // The stretch begins after the block that both branches stand on, so with a slot of its own.
    if (draws[from - 1]?.time === draws[from]?.time) continue
    if (honest >= depth && own > honest) return draws.slice(from)
  }
  return undefined
}

function assertUndone(lottery: Lottery, fork: readonly Draw[]): void {
  const network = new OpenNetwork(lottery, { weighsNothing: true })
  const base = network.head
  for (const draw of fork) if (draw.producer !== ATTACKER) network.extend(draw)
  const spine = network.show(
    base,
    fork.filter(({ producer }) => producer === ATTACKER),
  )
  assert(network.standsOn(spine), 'the members follow the attacker')
}
