import { createPostgresBackend, createRedisBackend, type Processor, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { type Envelope, type Job, type JobHandler, jobIdOf } from './define-job.ts'

export type QueueOptions = {
  readonly databaseUrl: string
  /** When given the queue lies in Redis instead of PostgreSQL. */
  readonly redisUrl?: string | undefined
  readonly name?: string
  /** Faults of connections and of jobs; the queue goes on by itself. */
  readonly onError?: (error: Error, job?: string) => void
}
export type Worked = { readonly close: () => Promise<void> }
export type Queue = {
  /** Checks the payload and puts the job in; the same key waits only once. */
  readonly enqueue: <P>(job: Job<P>, payload: P, envelope?: Envelope) => Promise<void>
  /** Runs what is due. close() waits for the jobs that run. A job without handler is an error of that job. */
  readonly work: (handlers: readonly JobHandler[], options: { concurrency: number }) => Worked
  readonly close: () => Promise<void>
}
type Data = { readonly payload: unknown; readonly envelope: Envelope }
/** The two backends differ in their types only; this is what is used of both. */
type Backend = {
  readonly add: (name: string, data: Data, jobId: string) => Promise<unknown>
  readonly worker: (run: Processor<Data, void, string>, concurrency: number) => Promise<Worked> | Worked
  readonly close: () => Promise<void>
}

/** A finished or failed job leaves nothing behind, so its key is free again: the row behind it is the truth. */
const ONCE = { removeOnComplete: true, removeOnFail: true, attempts: 1 }
const PACE = { lockDuration: 30_000, stalledInterval: 10_000, maxStalledCount: 10 }

/**
 * Opens the queue of background work: BullMQ on PostgreSQL, or on Redis when a URL is given. Losing the
 * queue loses nothing, since every job is a hint to look at a row (reliability.md 1.3).
 */
export function openQueue(options: QueueOptions): Queue {
  const onError = options.onError ?? ((error) => console.error(error))
  const name = options.name ?? 'valuecyber'
  const { redisUrl, databaseUrl } = options
  const backend = redisUrl ? onRedis(name, redisUrl, onError) : onPostgres(name, databaseUrl, onError)
  return {
    async enqueue(job, payload, envelope = {}) {
      const data = { payload: job.payload.parse(payload), envelope }
      await backend.add(job.name, data, jobIdOf(job, payload))
    },
    work(handlers, { concurrency }) {
      const worker = backend.worker(dispatcher(handlers), concurrency)
      return { close: async () => (await worker).close() }
    },
    close: backend.close,
  }
}

function dispatcher(handlers: readonly JobHandler[]): Processor<Data, void, string> {
  const byName = new Map(handlers.map((handler) => [handler.name, handler]))
  return async ({ name, data }) => {
    const handler = byName.get(name)
    if (handler === undefined) throw new Error(`no handler for job ${name}`)
    await handler.run(data.payload, data.envelope)
  }
}

function onPostgres(
  name: string,
  connectionString: string,
  onError: (e: Error, job?: string) => void,
): Backend {
  const { Queue, Worker } = withBackend(createPostgresBackend)
  const connection = { connectionString, migrate: true, max: 5 }
  const queue = new Queue<Data, void, string>(name, { connection, defaultJobOptions: ONCE })
  queue.on('error', onError)
  return {
    add: (job, data, jobId) => queue.add(job, data, { jobId }),
    worker(run, concurrency) {
      const worker = new Worker<Data, void, string>(name, run, { connection, concurrency, ...PACE })
      worker.on('error', onError)
      worker.on('failed', (job, error) => onError(error, job?.name))
      return { close: () => worker.close() }
    },
    close: () => queue.close(),
  }
}

function onRedis(name: string, url: string, onError: (e: Error, job?: string) => void): Backend {
  const { Queue, Worker } = withBackend(createRedisBackend)
  const connect = () => new Redis(url, { maxRetriesPerRequest: null }).on('error', onError)
  const connection = connect()
  const queue = new Queue<Data, void, string>(name, { connection, defaultJobOptions: ONCE })
  queue.on('error', onError)
  return {
    add: (job, data, jobId) => queue.add(job, data, { jobId }),
    worker(run, concurrency) {
      const own = connect()
      const worker = new Worker<Data, void, string>(name, run, { connection: own, concurrency, ...PACE })
      worker.on('error', onError)
      worker.on('failed', (job, error) => onError(error, job?.name))
      const close = async () => {
        await worker.close()
        await own.quit()
      }
      return { close }
    },
    async close() {
      await queue.close()
      await connection.quit()
    },
  }
}
