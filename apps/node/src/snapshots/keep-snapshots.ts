import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { chainEntry } from '@vc/consensus'
import type { Logger } from 'pino'
import type { Chain } from '../chain/chain.ts'
import type { Store } from '../storage/store.ts'
import { heightsOf } from './shelf.ts'
import type { SnapshotTask } from './snapshot-thread.ts'

/**
 * Makes a snapshot for those who join whenever so many blocks more have become final, in a thread of its own. Where the
 * newest final block is none to join from, it is tried again with the next. To be called after each new head.
 */
export function keepSnapshots(of: {
  readonly chain: Chain
  readonly shelf: Store
  readonly every: number
  readonly build: () => Promise<number | undefined>
  readonly log: Logger
}): () => void {
  const { chain, shelf, every, build, log } = of
  let tried = 0
  let isBusy = false
  const make = async () => {
    const height = await build()
    if (height !== undefined) log.info({ height }, 'snapshot')
  }
  return () => {
    const final = chainEntry(chain.state).final.height
    if (isBusy || final === tried || final - (heightsOf(shelf)[0] ?? 0) < every) return
    isBusy = true
    tried = final
    void make()
      .catch((error: unknown) => log.error({ error: String(error) }, 'no snapshot'))
      .finally(() => {
        isBusy = false
      })
  }
}

/** Builds and shelves one in a thread; gives its height. */
export async function buildInThread(task: SnapshotTask): Promise<number | undefined> {
  const worker = new Worker(new URL('./snapshot-thread.ts', import.meta.url), { workerData: task })
  const [height]: (number | undefined)[] = await once(worker, 'message')
  return height
}
