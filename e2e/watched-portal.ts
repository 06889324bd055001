// Run by `npm run partitions` in the network namespace of one node: a portal at that node, with a database and a worker of
// its own, and a browser that looks at the bar which everybody sees. Says on its output when "No finality" comes and goes.
// Argument: its folder. The portal must be built.
import '../apps/launcher/src/end-with-parent.ts'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { migrate } from '@vc/db'
import { keepPostgres } from '@vc/db/server'
import { must } from '@vc/kernel'
import { answering } from '../apps/launcher/src/answering.ts'
import { portal as portalFolder } from '../apps/launcher/src/build-portal.ts'
import { root } from '../apps/launcher/src/env.ts'
import { firstInvitation } from '../apps/launcher/src/first-invitation.ts'
import { supervise } from '../apps/launcher/src/processes.ts'
import { enrolBy } from './enrol-as.ts'
import playwright from './playwright.config.ts'

const PORTAL_PORT = 3000
const NODE_PORT = 4710
const POSTGRES_PORT = 54_710
const LOOK_MS = 100
const TOUCH_EVERY = 600
const PATIENCE_MS = 300_000
const origin = `http://localhost:${PORTAL_PORT}`

const [folder = ''] = process.argv.slice(2)
const log = (line: string) => console.error(`· portal: ${line}`)
const endings: (() => Promise<unknown>)[] = []
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
try {
  await Promise.race([watch(), once(stopping.signal, 'abort')])
} finally {
  for (const ending of endings.toReversed()) await ending()
}
process.exit()

async function watch(): Promise<void> {
  const database = await openDatabase()
  await openServices(database)
  const page = await openBrowser()
  const link = must(
    await firstInvitation(database, origin, join(folder, 'invitation')),
    'nobody has enrolled',
  )
  await enrolBy(page, link.slice(link.lastIndexOf('/') + 1), 'Wen Watch')
  const bar = page.getByRole('banner')
  await bar.getByText('Final', { exact: false }).first().waitFor()
  say({ said: false })
  const words = bar.getByText('No finality')
  let said = false
  for (let looks = 0; ; looks += 1) {
    // A page that nobody touches stops asking.
    if (looks % TOUCH_EVERY === 0) await page.keyboard.press('Shift')
    const now = await words.isVisible()
    if (now !== said) say({ said: now })
    said = now
    await sleep(LOOK_MS)
  }
}

/** A line for who started this. */
function say(seen: { readonly said: boolean }): void {
  console.log(JSON.stringify({ ...seen, atMs: Date.now() }))
}

async function openDatabase(): Promise<string> {
  // The database server runs as another user when this one is root.
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  const server = await keepPostgres({ dataDir: join(folder, 'postgres'), port: POSTGRES_PORT, log })
  endings.push(server.stop)
  await migrate(server.url)
  return server.url
}

/** The worker, and the portal as it is built, at the node of this namespace. */
async function openServices(database: string): Promise<void> {
  const instance = randomUUID()
  const shared = { DATABASE_URL: database, NODE_URL: `http://127.0.0.1:${NODE_PORT}` }
  const place = { PORTAL_ORIGIN: origin, PORTAL_RP_ID: 'localhost', PORTAL_INSTANCE: instance }
  const next = { PORT: String(PORTAL_PORT), HOSTNAME: 'localhost', NODE_ENV: 'production' }
  const supervisor = supervise(root, log)
  endings.push(() => supervisor.stop())
  const worker = { WORKER_DATA_DIR: join(folder, 'worker'), WORKER_LOG_LEVEL: 'warn' }
  mkdirSync(worker.WORKER_DATA_DIR, { recursive: true })
  supervisor.start({
    ...{ name: 'worker', args: [join(root, 'apps/worker/src/main.ts')] },
    env: { ...shared, ...worker },
  })
  const server = join(portalFolder, '.next', 'standalone', 'apps', 'portal', 'server.js')
  const env = { ...shared, ...place, ...next }
  supervisor.start({ name: 'portal', args: [server], cwd: portalFolder, env })
  const port = { of: 'the portal', number: PORTAL_PORT, variable: 'PORTAL_PORT', host: 'localhost' } as const
  await answering({
    ...{ origin, port, instance, patienceMs: PATIENCE_MS },
    falls: () => supervisor.falls('portal'),
    signal: stopping.signal,
  })
}

async function openBrowser(): Promise<Page> {
  const browser = await chromium.launch(playwright.use?.launchOptions)
  endings.push(() => browser.close())
  const context = await browser.newContext({ baseURL: origin })
  context.setDefaultTimeout(PATIENCE_MS)
  return context.newPage()
}
