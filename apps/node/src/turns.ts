/** Work in pieces: it yields where something else may come in between. */
export type Work<T> = Generator<void, T>

/** Does work that may wait, one piece of work after the other and each in short turns. */
export type Turns = { readonly run: <T>(work: Work<T>) => Promise<T> }

/** So long others wait for a turn. */
const TURN_MS = 8

/**
 * Turns of a few milliseconds, between which whatever else has come is done: a block or a vote does not wait for the
 * thousand transactions that came before it. `later` does something after that.
 */
export function openTurns(
  later: (act: () => void) => void,
  nowMs: () => number = () => performance.now(),
): Turns {
  const waiting: (() => boolean)[] = []
  let isTurning = false
  const turn = () => {
    const end = nowMs() + TURN_MS
    while (waiting[0] && nowMs() < end) if (waiting[0]()) waiting.shift()
    isTurning = waiting.length > 0
    if (isTurning) later(turn)
  }
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        waiting.push(() => advanced(work, resolve, reject))
        if (!isTurning) later(turn)
        isTurning = true
      }),
  }
}

/** One piece; true when it was the last. */
function advanced<T>(work: Work<T>, resolve: (value: T) => void, reject: (error: unknown) => void): boolean {
  try {
    const next = work.next()
    if (next.done) resolve(next.value)
    return next.done === true
  } catch (error) {
    reject(error)
    return true
  }
}

/** All of it now. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
  }
}
