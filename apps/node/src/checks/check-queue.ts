import type { SignatureChecks } from '@vc/crypto'
import { assert } from '@vc/kernel'

/** Questions about signatures that are laid down by one thread and answered by all. */
export type CheckQueue = {
  /** The memory that the other threads open the same queue over. */
  readonly shared: SharedArrayBuffer
  /** Lays a question down for whoever is free; false when there is no room for it, or it is too long. */
  readonly ask: (
    kind: 'schnorr' | 'p256',
    signature: Uint8Array,
    message: Uint8Array,
    key: Uint8Array,
  ) => boolean
  /** Lets the others see what has been laid down so far. */
  readonly publish: () => void
  /** Answers the next few questions that nobody has taken; false when there are none. */
  readonly answerSome: () => boolean
  /** Waits until every question has its answer; true when all of them hold. */
  readonly settle: () => boolean
  /** For threads that only answer: waits until more is published. */
  readonly sleep: () => void
}

/** Places of a ring; a block has at most 20,000 checks, and what finds no place is checked by the asker itself. */
const PLACES = 16_384
const PLACE_BYTES = 256
const LONGEST_MESSAGE = PLACE_BYTES - 8 - 64 - 33
/** So many are taken at a time, and published at a time. */
const HANDFUL = 16
/** Counters that only rise, modulo 2^32: laid down and visible, taken, answered, and of those the ones that do not hold. */
const [PUBLISHED, TAKEN, ANSWERED, FAILED, COUNTERS] = [0, 1, 2, 3, 4]
const counterBytes = 64
/** A handful takes a millisecond; a thread that is gone must not hold the node for ever. */
const MOST_WAIT = 60_000

/**
 * Opens a queue, over fresh memory or over that of the thread which asks. Threads share nothing but this memory: a place
 * is written before PUBLISHED passes it and read after TAKEN has, and PUBLISHED never runs a whole ring ahead of ANSWERED.
 */
export function checkQueue(
  checks: SignatureChecks,
  shared = new SharedArrayBuffer(counterBytes + PLACES * PLACE_BYTES),
): CheckQueue {
  const counters = new Int32Array(shared, 0, COUNTERS)
  const read = (counter: number) => Atomics.load(counters, counter)
  let written = read(PUBLISHED)
  let failedBefore = read(FAILED)
  const places = new Uint8Array(shared, counterBytes)
  const answer = (number: number) => holds(checks, places, placeOf(number))

  const publish = () => {
    if (written === read(PUBLISHED)) return
    Atomics.store(counters, PUBLISHED, written)
    Atomics.notify(counters, PUBLISHED)
  }
  const answerSome = () => {
    const from = read(TAKEN)
    const left = distance(from, read(PUBLISHED))
    if (left <= 0) return false
    const count = Math.min(left, HANDFUL)
    if (Atomics.compareExchange(counters, TAKEN, from, (from + count) | 0) !== from) return true
    for (let i = 0; i < count; i += 1) if (!answer((from + i) | 0)) Atomics.add(counters, FAILED, 1)
    Atomics.add(counters, ANSWERED, count)
    Atomics.notify(counters, ANSWERED)
    return true
  }
  return {
    shared,
    publish,
    answerSome,
    ask(kind, signature, message, key) {
      const fits = signature.length === 64 && key.length <= 33 && message.length <= LONGEST_MESSAGE
      if (!fits || distance(read(ANSWERED), written) >= PLACES) return false
      write(places, placeOf(written), kind, [signature, message, key])
      written = (written + 1) | 0
      if (written % HANDFUL === 0) publish()
      return true
    },
    settle() {
      publish()
      while (answerSome());
      for (let done = read(ANSWERED); done !== written; done = read(ANSWERED)) {
        const waited = Atomics.wait(counters, ANSWERED, done, MOST_WAIT)
        assert(waited !== 'timed-out', 'a thread answers what it has taken')
      }
      const failed = read(FAILED)
      const all = failed === failedBefore
      failedBefore = failed
      return all
    },
    sleep() {
      const seen = read(PUBLISHED)
      if (distance(read(TAKEN), seen) <= 0) Atomics.wait(counters, PUBLISHED, seen)
    },
  }
}

/** How far `to` is ahead of `from` on the counters' circle. */
const distance = (from: number, to: number) => (to - from) | 0

const placeOf = (number: number) => (number & (PLACES - 1)) * PLACE_BYTES

/** kind | lengths of message and key | signature 64 | key 33 | message. */
function write(
  places: Uint8Array,
  at: number,
  kind: 'schnorr' | 'p256',
  [signature, message, key]: readonly [Uint8Array, Uint8Array, Uint8Array],
): void {
  places[at] = kind === 'schnorr' ? 0 : 1
  places[at + 1] = message.length
  places[at + 2] = key.length
  places.set(signature, at + 8)
  places.set(key, at + 72)
  places.set(message, at + 105)
}

function holds(checks: SignatureChecks, places: Uint8Array, at: number): boolean {
  const signature = places.slice(at + 8, at + 72)
  const key = places.slice(at + 72, at + 72 + (places[at + 2] ?? 0))
  const message = places.slice(at + 105, at + 105 + (places[at + 1] ?? 0))
  return places[at] === 0 ? checks.schnorr(signature, message, key) : checks.p256(signature, message, key)
}
