type Held = { readonly legs: readonly Uint8Array[]; readonly bytes: number; readonly until: number }

const MOST = 4_096
const MOST_BYTES = 16 * 2 ** 20
const SECONDS = 600

/** Transactions that spend what is not there yet: so many, so long (consensus.md 19). The oldest makes room. */
export class HeldTransactions {
  readonly #held = new Map<string, Held>()
  #bytes = 0

  hold(name: string, legs: readonly Uint8Array[], now: number): void {
    const bytes = legs.reduce((sum, leg) => sum + leg.length, 0)
    if (this.#held.has(name) || bytes > MOST_BYTES) return
    this.#held.set(name, { legs, bytes, until: now + SECONDS })
    this.#bytes += bytes
    while (this.#held.size > MOST || this.#bytes > MOST_BYTES) this.#drop(this.#oldest())
  }

  /** All that wait, in their order; those that were not too long. */
  takeAll(now: number): readonly (readonly Uint8Array[])[] {
    const open = [...this.#held.values()].filter(({ until }) => until > now)
    this.#held.clear()
    this.#bytes = 0
    return open.map(({ legs }) => legs)
  }

  get size(): number {
    return this.#held.size
  }

  #oldest(): string {
    const [name = ''] = this.#held.keys()
    return name
  }

  #drop(name: string): void {
    this.#bytes -= this.#held.get(name)?.bytes ?? 0
    this.#held.delete(name)
  }
}
