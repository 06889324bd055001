import type { PeerName } from '../network/port.ts'

/** Legs that wait, and who handed them on. */
export type HeldLegs = { readonly legs: readonly Uint8Array[]; readonly from: PeerName }

type Held = HeldLegs & { readonly bytes: number; readonly until: number }
type Share = { readonly count: number; readonly bytes: number }

const MOST = 4_096
const MOST_BYTES = 16 * 2 ** 20
const SECONDS = 600
const NOTHING: Share = { count: 0, bytes: 0 }

/**
 * Transactions that spend what is not there yet: so many, so long (consensus.md 19). The oldest of the peer that holds
 * most makes room, so that nobody pushes out what others hold.
 */
export class HeldTransactions {
  readonly #held = new Map<string, Held>()
  readonly #shares = new Map<PeerName, Share>()
  #bytes = 0

  hold(name: string, { legs, from }: HeldLegs, now: number): void {
    const bytes = legs.reduce((sum, leg) => sum + leg.length, 0)
    if (this.#held.has(name) || bytes > MOST_BYTES) return
    this.#held.set(name, { legs, from, bytes, until: now + SECONDS })
    this.#count(from, 1, bytes)
    while (this.#held.size > MOST) this.#drop(this.#oldestOfMost('count'))
    while (this.#bytes > MOST_BYTES) this.#drop(this.#oldestOfMost('bytes'))
  }

  /** All that wait, in their order; those that were not too long. */
  takeAll(now: number): readonly HeldLegs[] {
    const open = [...this.#held.values()].filter(({ until }) => until > now)
    this.#held.clear()
    this.#shares.clear()
    this.#bytes = 0
    return open
  }

  get size(): number {
    return this.#held.size
  }

  #count(from: PeerName, count: number, bytes: number): void {
    const share = this.#shares.get(from) ?? NOTHING
    const left = { count: share.count + count, bytes: share.bytes + bytes }
    if (left.count === 0) this.#shares.delete(from)
    else this.#shares.set(from, left)
    this.#bytes += bytes
  }

  #oldestOfMost(what: keyof Share): string {
    const [first = ['', NOTHING] as const, ...others] = this.#shares
    const [peer] = others.reduce((most, one) => (one[1][what] > most[1][what] ? one : most), first)
    for (const [name, { from }] of this.#held) if (from === peer) return name
    return ''
  }

  #drop(name: string): void {
    const held = this.#held.get(name)
    if (!held) return
    this.#held.delete(name)
    this.#count(held.from, -1, -held.bytes)
  }
}
