import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SignatureChecks } from '@vc/crypto'
import { assert } from '@vc/kernel'
import { type CheckQueue, checkQueue } from './check-queue.ts'
import type { RememberedChecks } from './remember-checks.ts'

/** Checks that may know some answers already. */
type SerialChecks = SignatureChecks & Partial<Pick<RememberedChecks, 'known'>>

/** Threads that check signatures beside the one that judges. */
export type CheckPool = {
  /**
   * What `judge` says with the serial checks, found faster: it is run once as if every signature held, while all threads
   * check them; when one does not, it is run again one check after the other. `judge` must change nothing.
   */
  readonly judge: <T>(serial: SerialChecks, judge: (checks: SignatureChecks) => T) => T
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
  const queue = checkQueue(checks)
  const workers: Worker[] = []
  const begin = () => {
    while (workers.length < threads - 1) workers.push(threadOver(queue.shared))
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
      if (threads === 1) return judge(serial)
      assert(!judging, 'one judgement at a time')
      judging = true
      try {
        const { verdict, allHold, asked } = hopefully(serial, judge, queue)
        if (asked >= WORTH_THREADS) begin()
        return allHold ? verdict() : judge(serial)
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
function threadOver(shared: SharedArrayBuffer): Worker {
  const worker = new Worker(new URL('./check-thread.ts', import.meta.url), { workerData: shared })
  worker.unref()
  return worker
}

/** Runs `judge` on the hope that every signature holds, and says whether they do. What it threw is thrown by `verdict`. */
function hopefully<T>(serial: SerialChecks, judge: (checks: SignatureChecks) => T, queue: CheckQueue) {
  let asked = 0
  const ask =
    (kind: 'schnorr' | 'p256') =>
    (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean => {
      const known = serial.known?.(kind, signature, message, key)
      if (known !== undefined) return known
      asked += 1
      return queue.ask(kind, signature, message, key) || serial[kind](signature, message, key)
    }
  const verdict = outcomeOf(() => judge({ ...serial, schnorr: ask('schnorr'), p256: ask('p256') }))
  return { verdict, allHold: queue.settle(), asked }
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
