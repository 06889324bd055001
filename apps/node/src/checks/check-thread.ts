import { parentPort, workerData } from 'node:worker_threads'
import { openSignatureChecks } from '@vc/crypto/native'
import { checkQueue } from './check-queue.ts'

/** A thread that answers questions about signatures until it is ended; it tries its libraries on the vectors first. */
const { checks } = await openSignatureChecks()
const queue = checkQueue(checks, workerData)
parentPort?.postMessage('ready')
for (;;) if (!queue.answerSome()) queue.sleep()
