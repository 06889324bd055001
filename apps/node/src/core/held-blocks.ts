import { must } from '@vc/kernel'
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

type Share = { readonly count: number; readonly bytes: number }

const MOST: Share = { count: 256, bytes: 16 * 2 ** 20 }
/** Of all peers together: four that use up their share, sixteen that use a quarter of it. */
const MOST_OF_ALL: Share = { count: 4 * MOST.count, bytes: 4 * MOST.bytes }
const SECONDS = 600
const NOTHING: Share = { count: 0, bytes: 0 }

/**
 * Blocks that want what is not there yet: so many and so many bytes of each peer and of all, so long (consensus.md 19). When
 * all is full, the peer that holds most gives up its newest: who holds less than others loses nothing to them.
 */
export class HeldBlocks {
  readonly #held = new Map<string, HeldBlock>()

  /** False when there is no room for it: its peer's own is used up, or all is and no peer holds more. */
  hold(block: Omit<HeldBlock, 'until'>, now: number): boolean {
    this.forget(now)
    if (this.#held.has(block.name)) return true
    this.#held.set(block.name, { ...block, until: now + SECONDS })
    const mine = this.#shares().get(block.from) ?? NOTHING
    if (mine.count > MOST.count || mine.bytes > MOST.bytes) this.#held.delete(block.name)
    for (const what of ['count', 'bytes'] as const) this.#makeRoom(what, block.from)
    return this.#held.has(block.name)
  }

  #makeRoom(what: keyof Share, newcomer: PeerName): void {
    while (this.#sum(what) > MOST_OF_ALL[what]) {
      const shares = this.#shares()
      const own = shares.get(newcomer)?.[what] ?? 0
      const [peer] = [...shares].reduce(
        (most, [from, share]) => (share[what] > most[1] ? ([from, share[what]] as const) : most),
        [newcomer, own] as const,
      )
      const newest = [...this.#held.values()].findLast(({ from }) => from === peer)
      this.#held.delete(must(newest, 'who holds most holds something').name)
    }
  }

  #sum(what: keyof Share): number {
    return [...this.#shares().values()].reduce((sum, share) => sum + share[what], 0)
  }

  #shares(): ReadonlyMap<PeerName, Share> {
    const shares = new Map<PeerName, Share>()
    for (const { from, bytes } of this.#held.values()) {
      const share = shares.get(from) ?? NOTHING
      shares.set(from, { count: share.count + 1, bytes: share.bytes + bytes.length })
    }
    return shares
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
