import type { Chain } from '../chain/chain.ts'

/** So long after its slot; seconds. */
const SECONDS = 5
/** Of blocks whose bodies did not come so many are remembered: what is on its way is so for seconds only. */
const MOST_MISSED = 64

/**
 * Blocks whose header gossip has brought just now: their transactions are being put together here, and nobody is asked for the whole
 * of them. Under load that was a megabyte for each block, sent, read and judged beside what came anyway. What does not come in time, or
 * is known not to come, is asked for.
 */
export class OnItsWay {
  readonly #tree: Chain['tree']
  readonly #missed = new Set<string>()

  constructor({ tree }: Pick<Chain, 'tree'>) {
    this.#tree = tree
  }

  has(name: string, now: number): boolean {
    const block = this.#tree.find(name)
    const isOpen = block !== undefined && this.#tree.bodyOf(name) === 'missing' && now < block.time + SECONDS
    return isOpen && !this.#missed.has(name)
  }

  /** Its body does not come. */
  miss(name: string): void {
    this.#missed.add(name)
    const [oldest] = this.#missed
    if (this.#missed.size > MOST_MISSED && oldest !== undefined) this.#missed.delete(oldest)
  }
}
