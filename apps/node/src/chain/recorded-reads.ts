import { OUTPUT_PREFIX, parseStandardDebtKey, type StateReader } from '@vc/ledger'

/**
 * What a verdict hangs on besides outputs: entries of the state and beginnings of their keys, each ending in a colon. `until`: the
 * height from which it may be another though nothing of that has changed.
 */
export type Reads = {
  readonly keys: readonly string[]
  readonly prefixes: readonly string[]
  readonly until: number
}

/** Of the index of debts: what it says of a debtor changes with the height, too. */
const DEBTS = 'x:'

/** Hands on what is read of states and notes it. */
export class RecordedReads {
  #keys: string[] = []
  #prefixes: string[] = []
  #until = Number.POSITIVE_INFINITY

  over(state: StateReader): StateReader {
    return {
      get: (key) => {
        if (!key.startsWith(OUTPUT_PREFIX)) this.#keys.push(key)
        return state.get(key)
      },
      range: (prefix) => {
        this.#prefixes.push(prefix)
        return prefix.startsWith(DEBTS) ? this.#debts(state.range(prefix)) : state.range(prefix)
      },
    }
  }

  /** All since the last time. */
  take(): Reads {
    const reads = { keys: this.#keys, prefixes: this.#prefixes, until: this.#until }
    this.#keys = []
    this.#prefixes = []
    this.#until = Number.POSITIVE_INFINITY
    return reads
  }

  /** They come by the height at which they expire, the first first. */
  *#debts(entries: Iterable<[string, Uint8Array]>): Iterable<[string, Uint8Array]> {
    for (const entry of entries) {
      this.#until = Math.min(this.#until, parseStandardDebtKey(entry[0]).expiryHeight)
      yield entry
    }
  }
}

/** The keys of entries that changed, with every beginning of them that ends in a colon. */
export class Changed {
  readonly #names = new Set<string>()

  note(key: string): void {
    this.#names.add(key)
    for (let at = key.indexOf(':'); at >= 0; at = key.indexOf(':', at + 1))
      this.#names.add(key.slice(0, at + 1))
  }

  /** May a verdict that hangs on these be another now? */
  touches({ keys, prefixes }: Reads): boolean {
    return keys.some((key) => this.#names.has(key)) || prefixes.some((prefix) => this.#names.has(prefix))
  }
}
