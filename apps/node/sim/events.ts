type Event = { readonly at: number; readonly order: number; readonly run: () => void }

/** What will happen, in the order of time; what falls on one moment in the order in which it was planned. */
export class Events {
  #heap: Event[] = []
  #order = 0
  #now: number

  /** Milliseconds. */
  constructor(start: number) {
    this.#now = start
  }

  get now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): void {
    this.#order += 1
    this.#push({ at: this.#now + ms, order: this.#order, run })
  }

  /** Lets everything happen up to a moment. */
  runUntil(end: number): void {
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop()
      this.#now = next.at
      next.run()
    }
    this.#now = end
  }

  #push(event: Event): void {
    const heap = this.#heap
    let at = heap.push(event) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      const above = heap[up]
      if (above === undefined || !isBefore(event, above)) break
      heap[at] = above
      at = up
    }
    heap[at] = event
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      const next = this.#earlierBelow(at)
      const event = heap[next]
      if (event === undefined || !isBefore(event, last)) break
      heap[at] = event
      at = next
    }
    heap[at] = last
  }

  /** Where the earlier of the two below stands. */
  #earlierBelow(at: number): number {
    const [left, right] = [this.#heap[2 * at + 1], this.#heap[2 * at + 2]]
    return left && right && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1
  }
}

const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order)
