/** A source of choices that a seed alone decides: the same seed, the same cases (mulberry32). */
export class Choices {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit)
  }

  /** True once in `times`, in the middle. */
  once(times: number): boolean {
    return this.below(times) === 0
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0]
  }

  /** One of a list that may be empty. */
  pickAny<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }

  /** Each with a weight: [weight, what]. */
  weighted<T>(list: readonly [readonly [number, T], ...(readonly [number, T])[]]): T {
    const sum = list.reduce((total, [weight]) => total + weight, 0)
    let left = this.below(sum)
    for (const [weight, what] of list) {
      left -= weight
      if (left < 0) return what
    }
    return list[0][1]
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }
}
