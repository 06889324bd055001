import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { buildPortal, developPortal, portal } from './build-portal.ts'
import { readSettings, root } from './env.ts'
import { firstInvitation } from './first-invitation.ts'
import { foldersIn, foundNetwork } from './found-network.ts'
import { supervise } from './processes.ts'

const log = (line: string) => console.log(`· ${line}`)
const settings = readSettings(process.env)
const folders = foldersIn(settings.dataDir)
await mkdir(settings.dataDir, { recursive: true, mode: 0o755 })

const portalArgs = settings.portalMode === 'development' ? developPortal() : [await buildPortal(log)]
const postgres = settings.databaseUrl
  ? undefined
  : await startPostgres({ dataDir: folders.postgres, port: settings.postgresPort })
const databaseUrl = settings.databaseUrl ?? postgres?.url ?? ''
log('PostgreSQL is up; migrating')
await migrate(databaseUrl)
await foundNetwork(folders, settings.origin, Date.now())

const supervisor = supervise(root, log)
const nodeUrl = `http://127.0.0.1:${settings.nodePort}`
const redis: Record<string, string> = settings.redisUrl ? { REDIS_URL: settings.redisUrl } : {}
const shared = { DATABASE_URL: databaseUrl, NODE_URL: nodeUrl, ...redis }
const quiet = { NODE_LOG_LEVEL: 'warn', WORKER_LOG_LEVEL: 'warn' }
supervisor.start({
  name: 'node',
  args: [join(root, 'apps/node/src/main.ts')],
  env: { ...quiet, NODE_DATA_DIR: folders.node, NODE_RPC_PORT: String(settings.nodePort) },
})
supervisor.start({
  name: 'worker',
  args: [join(root, 'apps/worker/src/main.ts')],
  env: { ...quiet, ...shared, WORKER_DATA_DIR: folders.worker },
})
supervisor.start({
  name: 'portal',
  args: portalArgs,
  cwd: portal,
  env: {
    ...shared,
    PORT: String(settings.portalPort),
    HOSTNAME: 'localhost',
    NODE_ENV: settings.portalMode,
    PORTAL_ORIGIN: settings.origin,
    PORTAL_RP_ID: 'localhost',
  },
})

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (stopping) return
    stopping = true
    await supervisor.stop()
    await postgres?.stop()
    process.exit(0)
  })
}

await answering(settings.origin)
const invitation = await firstInvitation(databaseUrl, settings.origin)
console.log(`\nValueCyber is running at ${settings.origin}`)
if (invitation) console.log(`Enrol the first person: ${invitation}`)

/** Waits until the portal answers. */
async function answering(origin: string): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (
      await fetch(`${origin}/en/sign-in`).then(
        (answer) => answer.status < 500,
        () => false,
      )
    )
      return
    await sleep(500)
  }
  throw new Error(`the portal does not answer at ${origin}`)
}
