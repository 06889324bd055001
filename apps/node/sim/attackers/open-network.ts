import { BlockTree, type TreeBlock } from '@vc/consensus'
import { sha256, toHex } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { type Draw, type Lottery, parameters } from './lottery.ts'

const ROOT: TreeBlock = {
  ...{ name: '00'.repeat(32), parent: '', height: 0, time: 0, work: 1n },
  ...{ isBurn: false, stakeAmount: 0n, proof: 0n },
}

/**
 * What all honest members see, at once and without finality: their tree and its head by the fork choice of this
 * repository. Blocks that an attacker shows late are late for all of them.
 */
export class OpenNetwork {
  readonly #lottery: Lottery
  readonly #tree = new BlockTree(ROOT)
  /** Names of the blocks that each draw has signed. */
  readonly #signed = new Map<string, string[]>()
  readonly #weighsNothing: boolean
  #head = ROOT
  #names = 0

  /** `weighsNothing`: the rule of section 13, that a draw which was signed twice weighs nothing. */
  constructor(lottery: Lottery, { weighsNothing }: { readonly weighsNothing: boolean }) {
    this.#lottery = lottery
    this.#weighsNothing = weighsNothing
  }

  get head(): TreeBlock {
    return this.#head
  }

  /** An honest draw, whose block stands on the head and so becomes it. */
  extend(draw: Draw): void {
    this.#head = this.#add(this.#head.name, draw, false)
  }

  /**
   * A subtree on a block, flat and wide: the earliest draw on `base`, all others on that one. Gives the earliest, which
   * the next one can stand on when the draws of the others are signed again.
   */
  show(base: TreeBlock, draws: readonly Draw[]): TreeBlock {
    const [first, ...others] = draws
    const spine = this.#add(base.name, must(first, 'a draw'), true)
    for (const draw of others) this.#add(spine.name, draw, true)
    const name = this.#tree.head(this.#tree.root.name, parameters.versionWindow)
    this.#head = must(this.#tree.find(name), 'the head is in the tree')
    return spine
  }

  /** Weight of what stands on a block, without its own. */
  weightOn(base: TreeBlock): bigint {
    let most = 0n
    for (const { name } of this.#tree.childrenOf(base.name)) {
      const weight = this.#tree.weight(name)
      if (weight > most) most = weight
    }
    return most
  }

  standsOn(ancestor: TreeBlock): boolean {
    return this.#tree.standsOn(this.#head.name, ancestor.name)
  }

  /** Nobody goes back behind this block any more. */
  forgetBefore(block: TreeBlock): void {
    this.#tree.prune(block.name)
  }

  #add(parent: string, draw: Draw, isLate: boolean): TreeBlock {
    const below = must(this.#tree.find(parent), 'a parent')
    assert(draw.time > below.time, 'times rise along a branch')
    this.#names += 1
    const name = toHex(sha256(Buffer.from(`${parent} ${this.#names}`)))
    const place = { name, parent, height: below.height + 1, time: draw.time, isBurn: false }
    const stakeAmount = must(this.#lottery.stakes[draw.producer], 'a stake')
    const block = { ...place, work: this.#lottery.work, stakeAmount, proof: draw.proof }
    this.#tree.add(block, { isLate })
    this.#tree.judged(name, true)
    this.#note(draw, name)
    return block
  }

  #note({ producer, time }: Draw, name: string): void {
    const draw = `${producer}:${time}`
    const names = [...(this.#signed.get(draw) ?? []), name]
    this.#signed.set(draw, names)
    if (this.#weighsNothing && names.length > 1) for (const one of names) this.#tree.silence(one)
  }
}
