import { type EntrySum, Lattice } from '@vc/consensus'
import type { SignatureChecks } from '@vc/crypto'
import { assert } from '@vc/kernel'

/** Work of one judgement that is laid down by the thread which judges and done by all: checks, and entries to sum. */
export type CheckQueue = {
  /** Lays a check down for whoever is free; false when there is no room for it, or it is too long. */
  readonly ask: (
    kind: 'schnorr' | 'p256',
    signature: Uint8Array,
    message: Uint8Array,
    key: Uint8Array,
  ) => boolean
  /** Lays an entry down that is to be added or removed; false as above. */
  readonly askEntry: (kind: 'add' | 'remove', entry: Uint8Array) => boolean
  /** Does the next few pieces of work that nobody has taken; false when there are none. */
  readonly doSome: () => boolean
  /** Helps until all that was laid down is done. */
  readonly finish: () => void
  /** The same; true when all checks since the last time hold. */
  readonly settle: () => boolean
  /** Forgets the sums of all threads. Nothing may be under way. */
  readonly clearSums: () => void
  /** What the threads have summed since, each for itself, 2,048 bytes each. Nothing may be under way. */
  readonly sums: () => readonly Uint8Array[]
  /** For threads that only help: waits until more is published. */
  readonly sleep: () => void
}

/** Places of a ring: a full block of the largest kind fits; what finds no place is done by the asker itself. */
const PLACES = 32_768
const PLACE_BYTES = 256
const HEAD_BYTES = 8
const LONGEST_MESSAGE = PLACE_BYTES - HEAD_BYTES - 64 - 33
const LONGEST_ENTRY = PLACE_BYTES - HEAD_BYTES
/** So many are taken at a time, and published at a time. */
const HANDFUL = 16
/** Counters that only rise, modulo 2^32: laid down and visible, taken, done, and the checks that do not hold. */
const [PUBLISHED, TAKEN, DONE, FAILED, COUNTERS] = [0, 1, 2, 3, 4]
const COUNTER_BYTES = 64
const SUM_BYTES = 2_048
/** A handful takes a millisecond; a thread that is gone must not hold the node for ever. */
const MOST_WAIT = 60_000

const kinds = ['schnorr', 'p256', 'add', 'remove'] as const
type Kind = (typeof kinds)[number]

const SUMS_AT = COUNTER_BYTES + PLACES * PLACE_BYTES

/** Memory for a queue of so many threads. */
export const queueMemory = (threads: number) => new SharedArrayBuffer(SUMS_AT + threads * SUM_BYTES)

/**
 * Opens a queue as thread number `thread` of those over this memory; 0 is the one that lays work down. Threads share
 * nothing but this memory: a place is written before PUBLISHED passes it and read after TAKEN has, a sum is written by
 * its own thread only and read when DONE has caught up, and PUBLISHED never runs a whole ring ahead of DONE.
 */
export function checkQueue(checks: SignatureChecks, thread: number, shared: SharedArrayBuffer): CheckQueue {
  const counters = new Int32Array(shared, 0, COUNTERS)
  const read = (counter: number) => Atomics.load(counters, counter)
  const places = new Uint8Array(shared, COUNTER_BYTES, PLACES * PLACE_BYTES)
  const sums = Array.from(
    { length: (shared.byteLength - SUMS_AT) / SUM_BYTES },
    (_, number) => new Uint8Array(shared, SUMS_AT + number * SUM_BYTES, SUM_BYTES),
  )
  const own = new Lattice(sums[thread], true)
  let written = read(PUBLISHED)
  let failedBefore = read(FAILED)

  const publish = () => {
    if (written === read(PUBLISHED)) return
    Atomics.store(counters, PUBLISHED, written)
    Atomics.notify(counters, PUBLISHED)
  }
  const layDown = (kind: Kind, parts: readonly Uint8Array[]) => {
    if (distance(read(DONE), written) >= PLACES) return false
    write(places, placeOf(written), kind, parts)
    written = (written + 1) | 0
    if (written % HANDFUL === 0) publish()
    return true
  }
  const doSome = () => {
    const from = read(TAKEN)
    const left = distance(from, read(PUBLISHED))
    if (left <= 0) return false
    const count = Math.min(left, HANDFUL)
    if (Atomics.compareExchange(counters, TAKEN, from, (from + count) | 0) !== from) return true
    for (let i = 0; i < count; i += 1) {
      if (!done(places, placeOf((from + i) | 0), checks, own)) Atomics.add(counters, FAILED, 1)
    }
    own.settle()
    Atomics.add(counters, DONE, count)
    Atomics.notify(counters, DONE)
    return true
  }
  const finish = () => {
    publish()
    while (doSome());
    for (let seen = read(DONE); seen !== written; seen = read(DONE)) {
      const waited = Atomics.wait(counters, DONE, seen, MOST_WAIT)
      assert(waited !== 'timed-out', 'a thread does what it has taken')
    }
  }
  return {
    doSome,
    finish,
    ask(kind, signature, message, key) {
      const fits = signature.length === 64 && key.length <= 33 && message.length <= LONGEST_MESSAGE
      return fits && layDown(kind, [signature, key, message])
    },
    askEntry: (kind, entry) => entry.length <= LONGEST_ENTRY && layDown(kind, [entry]),
    settle() {
      finish()
      const failed = read(FAILED)
      const all = failed === failedBefore
      failedBefore = failed
      return all
    },
    clearSums() {
      for (const sum of sums) sum.fill(0)
    },
    sums: () => sums,
    sleep() {
      const seen = read(PUBLISHED)
      if (distance(read(TAKEN), seen) <= 0) Atomics.wait(counters, PUBLISHED, seen)
    },
  }
}

/** How far `to` is ahead of `from` on the counters' circle. */
const distance = (from: number, to: number) => (to - from) | 0

const placeOf = (number: number) => (number & (PLACES - 1)) * PLACE_BYTES

/** kind | lengths of up to three parts | the parts. */
function write(places: Uint8Array, at: number, kind: Kind, parts: readonly Uint8Array[]): void {
  places[at] = kinds.indexOf(kind)
  let next = at + HEAD_BYTES
  let length = at + 1
  for (const part of parts) {
    places[length] = part.length
    places.set(part, next)
    length += 1
    next += part.length
  }
}

/** Does what stands in a place; false for a check that does not hold. The parts are copied: libraries want plain memory. */
function done(places: Uint8Array, at: number, checks: SignatureChecks, sum: EntrySum): boolean {
  const kind = kinds[places[at] ?? 0] ?? 'schnorr'
  const second = at + HEAD_BYTES + (places[at + 1] ?? 0)
  const first = places.slice(at + HEAD_BYTES, second)
  if (kind === 'add' || kind === 'remove') {
    sum[kind](first)
    return true
  }
  const third = second + (places[at + 2] ?? 0)
  const message = places.slice(third, third + (places[at + 3] ?? 0))
  return checks[kind](first, message, places.slice(second, third))
}
