import { parentPort, workerData } from 'node:worker_threads'
import { openDiskStore } from '../storage/disk-store.ts'
import { buildSnapshot } from './build-snapshot.ts'
import { shelve } from './shelf.ts'

/** What a thread that makes one snapshot is begun with. */
export type SnapshotTask = {
  readonly storePath: string
  readonly shelfPath: string
  readonly checkpointPeriod: number
}

// Everything is read within one turn of the loop, so from one moment of the store, while the node goes on.
const { storePath, shelfPath, ...rules }: SnapshotTask = workerData
const store = openDiskStore(storePath, { readOnly: true })
const built = buildSnapshot(store, rules)
const shelf = openDiskStore(shelfPath)
if (built) shelve(shelf, built)
await Promise.all([store.close(), shelf.close()])
parentPort?.postMessage(built?.offer.height)
