import type { PeerName } from '../network/port.ts'
import { HeldBlocks } from './held-blocks.ts'

type Waiting = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly from: PeerName
  readonly time: number
}

/**
 * Blocks whose beacon is not known here, or is another one here: they are tried again each second for ten minutes while
 * headers of Bitcoin are asked for (consensus.md 5), and never refused for good. Where the members are the beacon nothing
 * is to come.
 */
export class BeaconlessBlocks {
  readonly #held = new HeldBlocks()

  hold(block: Waiting, now: number): void {
    this.#held.hold({ ...block, parent: block.name }, now)
  }

  has(name: string): boolean {
    return this.#held.has(name)
  }

  /** Tries all, the earliest first; `isDone`: it was taken, or refused for something else. */
  tryAgain(now: number, isDone: (block: Waiting) => boolean): void {
    this.#held.forget(now)
    const waiting = this.#held.all().toSorted((a, b) => a.time - b.time)
    for (const block of waiting) if (isDone(block)) this.#held.takeOn(block.name)
  }
}
