import { parentPort, workerData } from 'node:worker_threads'
import { openSignatureChecks } from '@vc/crypto/native'
import { checkQueue } from './check-queue.ts'

/** What a thread is begun with. */
export type ThreadData = { readonly shared: SharedArrayBuffer; readonly thread: number }

/** A thread that helps until it is ended; it tries its libraries on the vectors first. */
const { shared, thread }: ThreadData = workerData
const { checks } = await openSignatureChecks()
const queue = checkQueue(checks, thread, shared)
parentPort?.postMessage('ready')
for (;;) if (!queue.doSome()) queue.sleep()
