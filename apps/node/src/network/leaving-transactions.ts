import { readTransactions } from './compact-block.ts'
import { topics } from './transport.ts'

/** Transactions on their way out: those of a short time go in one message. */
export type Leaving = {
  readonly add: (legs: readonly Uint8Array[]) => void
  /** Has them go now: before a block that may hold them, so that nobody has to ask for its parts. */
  readonly go: () => void
}

/** `soon` says when they go; bundles stay whole: what is too long for one message goes out group by group. */
export function leavingTransactions(
  soon: (act: () => void) => void,
  publish: (message: Uint8Array) => void,
): Leaving {
  let waiting: Uint8Array[] = []
  let bytes = 0
  const go = () => {
    const message = new Uint8Array(Buffer.concat(waiting))
    waiting = []
    bytes = 0
    if (message.length === 0) return
    const groups = message.length <= topics.transaction ? [[message]] : (readTransactions(message) ?? [])
    for (const group of groups) publish(new Uint8Array(Buffer.concat(group)))
  }
  return {
    go,
    add: (legs) => {
      if (waiting.length === 0) soon(go)
      waiting.push(...legs)
      for (const { length } of legs) bytes += length
      if (bytes > topics.transaction / 2) go()
    },
  }
}

/** Does things `together` milliseconds after they were wanted, and no two of them nearer than `apart`. */
export function sparingly(
  after: (act: () => void, ms: number) => void,
  { together, apart }: { readonly together: number; readonly apart: number },
  nowMs: () => number = () => performance.now(),
): (act: () => void) => void {
  let next = Number.NEGATIVE_INFINITY
  return (act) => {
    const now = nowMs()
    const at = Math.max(now + together, next)
    next = at + apart
    after(act, at - now)
  }
}
