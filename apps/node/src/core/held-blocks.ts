import type { PeerName } from '../network/port.ts'

/** A block that waits for its parent, or for its time. `until` in seconds of this node's clock. */
export type HeldBlock = {
  readonly name: string
  readonly parent: string
  readonly bytes: Uint8Array
  readonly from: PeerName
  readonly time: number
  readonly until: number
}

const MOST = 256
const MOST_BYTES = 16 * 2 ** 20
const SECONDS = 600

/**
 * Blocks that want what is not there yet: so many and so many bytes of each peer, so long (consensus.md 19). Nobody fills
 * the places of others.
 */
export class HeldBlocks {
  readonly #held = new Map<string, HeldBlock>()

  /** False when its peer has no room for it. */
  hold(block: Omit<HeldBlock, 'until'>, now: number): boolean {
    this.forget(now)
    if (this.#held.has(block.name)) return true
    const mine = [...this.#held.values()].filter(({ from }) => from === block.from)
    const bytes = mine.reduce((sum, one) => sum + one.bytes.length, block.bytes.length)
    if (mine.length >= MOST || bytes > MOST_BYTES) return false
    this.#held.set(block.name, { ...block, until: now + SECONDS })
    return true
  }

  has(name: string): boolean {
    return this.#held.has(name)
  }

  find(name: string): HeldBlock | undefined {
    return this.#held.get(name)
  }

  all(): readonly HeldBlock[] {
    return [...this.#held.values()]
  }

  /** Takes out those that wait for this block. */
  takeOn(parent: string): readonly HeldBlock[] {
    return this.#take((block) => block.parent === parent)
  }

  /** Takes out those whose slot has come. */
  takeDue(time: number): readonly HeldBlock[] {
    return this.#take((block) => block.time <= time)
  }

  forget(now: number): void {
    this.#take(({ until }) => until <= now)
  }

  #take(isTaken: (block: HeldBlock) => boolean): readonly HeldBlock[] {
    const taken = [...this.#held.values()].filter(isTaken)
    for (const { name } of taken) this.#held.delete(name)
    return taken
  }
}
