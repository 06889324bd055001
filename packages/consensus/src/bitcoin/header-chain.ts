import { equalBytes, toHex } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { compactOf, targetOf, weightOf } from '../compact.ts'
import { type BitcoinHeader, hasWork, readBitcoinHeader } from './header.ts'

/** What a network of Bitcoin's kind fixes. */
export type BitcoinRules = { readonly limitBits: number; readonly isRetargeted: boolean }
export const bitcoinRules = {
  bitcoin: { limitBits: 0x1d00ffff, isRetargeted: true },
  regtest: { limitBits: 0x207fffff, isRetargeted: false },
} as const satisfies Record<string, BitcoinRules>

const PERIOD = 2_016
const FORTNIGHT = 1_209_600
const MEDIAN = 11

type Placed = BitcoinHeader & { readonly height: number; readonly work: bigint }

/** Why a header is refused: not 80 bytes, no parent here, too little work, the wrong target, a time not above the median. */
export type BitcoinCode =
  | 'bitcoin-shape'
  | 'bitcoin-parent'
  | 'bitcoin-work'
  | 'bitcoin-target'
  | 'bitcoin-time'

/**
 * Bitcoin's headers from an anchor on, checked in full, with the branch of most work as the best (consensus.md 5). The
 * anchor stands at the beginning of a retarget period where targets change, so that none below it is ever asked.
 */
export class BitcoinHeaders {
  readonly #rules: BitcoinRules
  readonly #known = new Map<string, Placed>()
  readonly #anchor: Placed
  /** The best branch from the anchor on, with the largest time up to each. */
  #best: Placed[]
  #latest: number[]

  constructor(rules: BitcoinRules, anchor: { readonly height: number; readonly header: Uint8Array }) {
    const header = must(readBitcoinHeader(anchor.header), 'an anchor has 80 bytes')
    assert(!rules.isRetargeted || anchor.height % PERIOD === 0, 'an anchor begins a retarget period')
    this.#rules = rules
    this.#anchor = { ...header, height: anchor.height, work: 0n }
    this.#known.set(toHex(header.hash), this.#anchor)
    this.#best = [this.#anchor]
    this.#latest = [header.time]
  }

  /** Takes a header whose parent is here; undefined when it holds or is known. */
  add(bytes: Uint8Array): BitcoinCode | undefined {
    const header = readBitcoinHeader(bytes)
    if (!header) return 'bitcoin-shape'
    if (this.#known.has(toHex(header.hash))) return undefined
    const parent = this.#known.get(toHex(header.prevHash))
    if (!parent) return 'bitcoin-parent'
    if (header.bits !== this.#bitsAfter(parent)) return 'bitcoin-target'
    if (!hasWork(header)) return 'bitcoin-work'
    if (header.time <= this.#medianUpTo(parent)) return 'bitcoin-time'
    const work = parent.work + weightOf(must(targetOf(header.bits), 'good bits'))
    const placed = { ...header, height: parent.height + 1, work }
    this.#known.set(toHex(header.hash), placed)
    if (work > this.tip.work) this.#follow(placed)
    return undefined
  }

  get tip(): Placed {
    return must(this.#best.at(-1), 'the anchor stands')
  }

  /** Of any branch. */
  heightOf(hash: Uint8Array): number | undefined {
    return this.#known.get(toHex(hash))?.height
  }

  /** Of the best branch. */
  at(height: number): BitcoinHeader | undefined {
    return this.#best[height - this.#anchor.height]
  }

  /** b(t): the highest of the best branch with no header up to it later than this time. */
  lastBefore(time: number): Placed | undefined {
    let [low, high] = [0, this.#latest.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#latest[middle] ?? 0) <= time) low = middle + 1
      else high = middle
    }
    return this.#best[low - 1]
  }

  #follow(tip: Placed): void {
    const path: Placed[] = []
    let at = tip
    while (!this.#isBest(at)) {
      path.push(at)
      at = must(this.#known.get(toHex(at.prevHash)), 'a known header has its parent')
    }
    const kept = at.height - this.#anchor.height + 1
    this.#best = [...this.#best.slice(0, kept), ...path.reverse()]
    this.#latest = this.#latest.slice(0, kept)
    for (const { time } of this.#best.slice(kept)) this.#latest.push(Math.max(time, this.#latest.at(-1) ?? 0))
  }

  #isBest({ height, hash }: Placed): boolean {
    const there = this.#best[height - this.#anchor.height]
    return there !== undefined && equalBytes(there.hash, hash)
  }

  #bitsAfter(parent: Placed): number {
    const { isRetargeted, limitBits } = this.#rules
    if (!isRetargeted || (parent.height + 1) % PERIOD !== 0) return parent.bits
    const first = this.#back(parent, PERIOD - 1)
    const spent = Math.min(Math.max(parent.time - first.time, FORTNIGHT / 4), FORTNIGHT * 4)
    const next = (must(targetOf(parent.bits), 'good bits') * BigInt(spent)) / BigInt(FORTNIGHT)
    const limit = must(targetOf(limitBits), 'good bits')
    return compactOf(next < limit ? next : limit)
  }

  #medianUpTo(parent: Placed): number {
    const times = [parent.time]
    let at: Placed | undefined = parent
    while (times.length < MEDIAN) {
      at = this.#known.get(toHex(at.prevHash))
      if (!at) break
      times.push(at.time)
    }
    return must(times.sort((a, b) => a - b)[times.length >> 1], 'a median')
  }

  #back(from: Placed, steps: number): Placed {
    let at = from
    for (let left = steps; left > 0; left -= 1) {
      at = must(this.#known.get(toHex(at.prevHash)), 'the anchor begins a period')
    }
    return at
  }
}
