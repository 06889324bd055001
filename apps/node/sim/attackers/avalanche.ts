import type { TreeBlock } from '@vc/consensus'
import { assert } from '@vc/kernel'
import { beaconsOf, type Draw, lotteryOf } from './lottery.ts'
import { OpenNetwork } from './open-network.ts'

const ATTACKER = 0

type Avalanche = {
  /** The attacker's part of the stake, thousandths. */
  readonly share: number
  /** Honest blocks until the end. */
  readonly blocks: number
  readonly seed: number
  /** Does the attacker sign its withheld draws again for another subtree? */
  readonly signsAgain: boolean
  /** Do draws that were signed twice weigh nothing (consensus.md 13)? */
  readonly weighsNothing: boolean
}

/**
 * The part of honest blocks that an attacker displaces (Neu, Tas, Tse 2022). It keeps its draws back as long as they
 * outweigh what the others built on the same block, shows them in the last moment as a subtree that is flat and wide,
 * and goes on from the lowest block of it with all other draws of it, signed anew.
 */
export function displacedPart(of: Avalanche): number {
  const lottery = lotteryOf([of.share, 1000 - of.share])
  const beacon = beaconsOf(of.seed)
  const attack = new Attack(new OpenNetwork(lottery, of), lottery.work, of)
  for (let second = 1; attack.honest < of.blocks; second += 1)
    attack.slot(lottery.winners(beacon(second), second))
  return attack.part()
}

class Attack {
  honest = 0
  #displaced = 0
  /** Honest blocks on the base, whose fate is open. */
  #open = 0
  #draws: readonly Draw[] = []
  #base: TreeBlock
  /** Weight of the heaviest branch that is shown on the base. */
  #rival = 0n
  readonly #network: OpenNetwork
  readonly #work: bigint
  readonly #of: Pick<Avalanche, 'signsAgain' | 'weighsNothing'>
  /** Draws from this time on were never shown. */
  #fresh = 0

  constructor(network: OpenNetwork, work: bigint, of: Pick<Avalanche, 'signsAgain' | 'weighsNothing'>) {
    this.#network = network
    this.#work = work
    this.#of = of
    this.#base = network.head
  }

  slot(winners: readonly Draw[]): void {
    for (const draw of winners) {
      if (draw.producer === ATTACKER) this.#draws = [...this.#draws, draw]
      else this.#extend(draw)
    }
    if (this.#open === 0) return
    const lead = this.#lead()
    if (lead <= 0n) this.#giveUp()
    else if (lead <= this.#work) this.#show()
  }

  /** What is still open counts as displaced: the attack outweighs it and could be shown now. */
  part(): number {
    return (this.#displaced + (this.#lead() > 0n ? this.#open : 0)) / this.honest
  }

  #lead(): bigint {
    const counted = this.#of.weighsNothing
      ? this.#draws.filter(({ time }) => time >= this.#fresh)
      : this.#draws
    return BigInt(counted.length) * this.#work - this.#rival
  }

  #extend(draw: Draw): void {
    this.#network.extend(draw)
    this.honest += 1
    this.#open += 1
    this.#rival += this.#work
  }

  #giveUp(): void {
    this.#startOn(this.#network.head, [])
  }

  #show(): void {
    const spine = this.#network.show(this.#base, this.#draws)
    assert(this.#network.standsOn(spine), 'the subtree outweighs what it displaces')
    this.#displaced += this.#open
    this.#fresh = (this.#draws.at(-1)?.time ?? 0) + 1
    if (this.#of.signsAgain) this.#startOn(spine, this.#draws.slice(1))
    else this.#startOn(this.#network.head, [])
  }

  #startOn(base: TreeBlock, draws: readonly Draw[]): void {
    this.#network.forgetBefore(base)
    this.#base = base
    this.#draws = draws
    this.#open = 0
    this.#rival = this.#network.weightOn(base)
  }
}
