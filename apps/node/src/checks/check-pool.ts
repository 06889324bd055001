import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type EntrySum, Lattice } from '@vc/consensus'
import type { SignatureChecks } from '@vc/crypto'
import { assert } from '@vc/kernel'
import { type CheckQueue, checkQueue, queueMemory } from './check-queue.ts'
import type { ThreadData } from './check-thread.ts'
import type { RememberedChecks } from './remember-checks.ts'

/** Checks that may know some answers already. */
type SerialChecks = SignatureChecks & Partial<Pick<RememberedChecks, 'known'>>

/** What a block is judged with; without a sum the judge opens its own. */
export type Tools = { readonly checks: SignatureChecks; readonly openSum?: OpenSum | undefined }
type OpenSum = (lattice: Uint8Array | undefined) => EntrySum

/** Threads that check signatures, and sum the entries of the state, beside the one that judges. */
export type CheckPool = {
  /**
   * What `judge` says with the serial checks, found faster: it is run once as if every signature held, while all threads
   * check them; when one does not, it is run again one check after the other. `judge` must change nothing.
   */
  readonly judge: <T>(serial: SerialChecks, judge: (tools: Tools) => T) => T
  /** How many threads check, the caller's included. */
  readonly threads: number
  /** Begins the threads now and waits for them. They begin by themselves with the first block that is worth it. */
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A thread takes a second to begin and some memory: a network with a few transactions a block never needs one. */
const WORTH_THREADS = 64

/**
 * Opens a pool for a thread on every core. The others open the fastest libraries of this machine for themselves, which
 * agree with `checks` (see `openSignatureChecks`).
 */
export function openCheckPool(checks: SignatureChecks, threads = availableParallelism()): CheckPool {
  const shared = queueMemory(threads)
  const queue = checkQueue(checks, 0, shared)
  const workers: Worker[] = []
  const begin = () => {
    while (workers.length < threads - 1) workers.push(threadOver(shared, workers.length + 1))
    return workers
  }
  let judging = false
  return {
    threads,
    start: async () => {
      const begun = workers.length === 0 ? begin() : []
      await Promise.all(begun.map((worker) => once(worker, 'message')))
    },
    judge(serial, judge) {
      if (threads === 1) return judge({ checks: serial })
      if (workers.length === 0) {
        const { checks, asked } = counting(serial)
        const verdict = judge({ checks })
        if (asked() >= WORTH_THREADS) begin()
        return verdict
      }
      assert(!judging, 'one judgement at a time')
      judging = true
      try {
        const { verdict, allHold } = hopefully(serial, judge, queue)
        return allHold ? verdict() : judge({ checks: serial })
      } finally {
        judging = false
      }
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** A thread that ends with an error ends the process: `uncaughtException`. */
function threadOver(shared: SharedArrayBuffer, thread: number): Worker {
  const workerData: ThreadData = { shared, thread }
  const worker = new Worker(new URL('./check-thread.ts', import.meta.url), { workerData })
  worker.unref()
  return worker
}

/** The same checks, counting those that were not known: before there are threads nothing is laid down for them. */
function counting(serial: SerialChecks): { readonly checks: SignatureChecks; readonly asked: () => number } {
  let asked = 0
  const counted =
    (kind: 'schnorr' | 'p256') =>
    (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean => {
      if (serial.known?.(kind, signature, message, key) === undefined) asked += 1
      return serial[kind](signature, message, key)
    }
  return { checks: { ...serial, schnorr: counted('schnorr'), p256: counted('p256') }, asked: () => asked }
}

/** Runs `judge` on the hope that every signature holds, and says whether they do. What it threw is thrown by `verdict`. */
function hopefully<T>(serial: SerialChecks, judge: (tools: Tools) => T, queue: CheckQueue) {
  const ask =
    (kind: 'schnorr' | 'p256') =>
    (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean => {
      const known = serial.known?.(kind, signature, message, key)
      if (known !== undefined) return known
      return queue.ask(kind, signature, message, key) || serial[kind](signature, message, key)
    }
  const checks = { ...serial, schnorr: ask('schnorr'), p256: ask('p256') }
  const verdict = outcomeOf(() => judge({ checks, openSum: (lattice) => sharedSum(lattice, queue) }))
  return { verdict, allHold: queue.settle() }
}

/** One sum of a judgement: each thread sums what it takes, and all sums are joined at the end. */
function sharedSum(lattice: Uint8Array | undefined, queue: CheckQueue): EntrySum {
  queue.finish()
  queue.clearSums()
  const own = new Lattice(lattice)
  return {
    add: (entry) => {
      if (!queue.askEntry('add', entry)) own.add(entry)
    },
    remove: (entry) => {
      if (!queue.askEntry('remove', entry)) own.remove(entry)
    },
    bytes: () => {
      queue.finish()
      for (const sum of queue.sums()) own.join(sum)
      queue.clearSums()
      return own.bytes()
    },
  }
}

function outcomeOf<T>(act: () => T): () => T {
  try {
    const value = act()
    return () => value
  } catch (error) {
    return () => {
      throw error
    }
  }
}
