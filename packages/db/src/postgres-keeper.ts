import { setTimeout as sleep } from 'node:timers/promises'
import { type PostgresServer, startPostgres } from './postgres-server.ts'
import { inspectPostmaster } from './postmaster.ts'

const LOOK_MS = 300

/**
 * Starts the server of a data folder as `startPostgres` does, and starts it again, on the same port, whenever it
 * ends. stop() ends keeping and server.
 */
export async function keepPostgres(options: {
  dataDir: string
  port: number
  log: (line: string) => void
}): Promise<PostgresServer> {
  const server = await startPostgres(options)
  const again = { ...options, port: Number(new URL(server.url).port) }
  const stopping = new AbortController()
  const { signal } = stopping
  const keeping = (async () => {
    while (!signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
      if (!signal.aborted && hasEnded(options.dataDir)) await bringBack(again)
    }
  })()
  const stop = async () => {
    stopping.abort()
    await keeping
    await server.stop()
  }
  return { url: server.url, stop }
}

function hasEnded(dataDir: string): boolean {
  const { state } = inspectPostmaster(dataDir)
  return state === 'gone' || state === 'foreign'
}

/** A fault is told; the next look finds the server still gone and tries again. */
async function bringBack(options: Parameters<typeof keepPostgres>[0]): Promise<void> {
  options.log('PostgreSQL ended; it starts again')
  try {
    await startPostgres(options)
  } catch (error) {
    options.log(`PostgreSQL: ${error instanceof Error ? error.message : error}`)
    await sleep(1000)
  }
}
