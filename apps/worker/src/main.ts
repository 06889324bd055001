import { armFailpoints } from '@vc/kernel'
import { startTracing } from '@vc/trace'
import { pino } from 'pino'
import { readEnv } from './env.ts'
import { failpointHandler } from './failpoints.ts'
import { startWorker } from './worker.ts'

const settings = readEnv(process.env)
const log = pino({ name: 'worker', level: settings.logLevel })
if (settings.failpoints) armFailpoints(failpointHandler(settings.failpoints))
const tracing = await startTracing({ endpoint: settings.traces, service: 'valuecyber-worker' })
const worker = await startWorker(settings, log)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'worker stops')
    await worker.stop()
    await tracing?.stop()
    process.exit(0)
  })
}
