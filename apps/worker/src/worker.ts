import { setTimeout as sleep } from 'node:timers/promises'
import { openClient } from '@vc/client'
import { tokenFrom } from '@vc/client/token-file'
import { migrate, OUTBOX_CHANNEL, openDatabase, portalLogin } from '@vc/db'
import { openQueue } from '@vc/jobs'
import { carried } from '@vc/trace'
import type { Log, WorkerDeps } from './deps.ts'
import type { WorkerSettings } from './env.ts'
import { ChainMismatchError, followChain } from './follow-chain.ts'
import { domainHandlers } from './handlers/index.ts'
import { submissionHooks } from './hooks.ts'
import { loadOperatingKey } from './operating-key.ts'
import { relayOutbox } from './relay-outbox.ts'
import { watchSubmitted } from './submit-once.ts'
import { tracedHandler } from './traced-handler.ts'

const RELAY_MS = 500
const WATCH_MS = 3000
const LOOK_MS = 1000
const AFTER_FAULT_MS = 1000

/** Starts everything that the worker does; stop() lets what runs come to its end. */
export async function startWorker(
  settings: WorkerSettings,
  log: Log,
): Promise<{ stop: () => Promise<void> }> {
  await migrate(settings.databaseUrl)
  if (settings.portalPassword) await portalLogin(settings.databaseUrl, settings.portalPassword)
  const { db, sql, close } = openDatabase(settings.databaseUrl, { max: settings.concurrency * 2 + 6 })
  const operatingKey = await loadOperatingKey(settings.keyFile)
  const client = openClient(settings.nodeUrl, { ...tokenFrom(settings.nodeTokenFile), headers: carried })
  const { dataDir, databaseUrl, redisUrl, concurrency } = settings
  const deps: WorkerDeps = { db, client, log, hooks: submissionHooks, operatingKey, dataDir }
  const onError = (error: Error, job?: string) => log.warn({ job, error: error.message }, 'queue')
  const queue = openQueue({ databaseUrl, redisUrl, onError })
  const worked = queue.work(
    domainHandlers.map((bind) => tracedHandler(bind(deps))),
    { concurrency },
  )
  // What a killed worker had taken is free again at once, since a claim ends with its connection.
  await relayOutbox(deps, queue, 0)
  const stopping = new AbortController()
  const relay = repeat('relay', log, stopping.signal, RELAY_MS, () => relayOutbox(deps, queue))
  const listening = await sql.listen(OUTBOX_CHANNEL, relay.hurry)
  const loops = [
    relay,
    repeat('watch', log, stopping.signal, WATCH_MS, () => watchSubmitted(deps)),
    repeat('chain', log, stopping.signal, LOOK_MS, () => followChain(deps)),
  ]
  log.info({ node: settings.nodeUrl, queue: redisUrl ? 'redis' : 'postgresql' }, 'worker started')
  const stop = async () => {
    stopping.abort()
    await Promise.all(loops.map((loop) => loop.done))
    await listening.unlisten()
    await worked.close()
    await queue.close()
    await close()
  }
  return { stop }
}

/** Runs again and again with a pause, sooner when hurried. A fault is told and does not end it. */
function repeat(name: string, log: Log, signal: AbortSignal, pauseMs: number, work: () => Promise<unknown>) {
  let hurry = () => {}
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      hurry = () => {
        clearTimeout(timer)
        done()
      }
      signal.addEventListener('abort', hurry, { once: true })
    })
  const run = async () => {
    while (!signal.aborted) {
      try {
        await work()
        await pause(pauseMs)
      } catch (error) {
        const code = error instanceof ChainMismatchError ? error.code : 'fault'
        log.error({ loop: name, code, error: String(error) }, `${name} failed, will be tried again`)
        await Promise.race([sleep(AFTER_FAULT_MS), pause(AFTER_FAULT_MS)])
      }
    }
  }
  return { done: run(), hurry: () => hurry() }
}
