import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { migrate, portalLogin } from '@vc/db'
import { inspectPostmaster, keepPostgres } from '@vc/db/server'
import { answering } from './answering.ts'
import { buildPortal, buildVerifier, buildWorker, developPortal, portal } from './build-portal.ts'
import { openDataFolder, sayFault, writeRunning } from './data-folder.ts'
import { root, type Settings } from './env.ts'
import { firstInvitation } from './first-invitation.ts'
import { type Folders, foldersIn, foundNetwork, type OtherNodes } from './found-network.ts'
import { assertFree, type Port } from './ports.ts'
import { type Service, supervise } from './processes.ts'
import { StartError } from './start-error.ts'
import { whatRuns } from './what-runs.ts'

export type Network = { readonly told: string; readonly stop: () => Promise<void> }
type Endings = (() => Promise<void>)[]

const log = (line: string) => console.log(`· ${line}`)

/**
 * Starts everything: database, node, worker, portal, each started again when it ends; founds the network when the
 * data folder is new. Gives what to tell the user. When it can not, or `signal` is aborted before, all that was
 * started is stopped and it throws.
 */
export async function openNetwork(settings: Settings, signal: AbortSignal): Promise<Network> {
  const endings: Endings = []
  const stop = async () => {
    for (const ending of endings.splice(0).reverse()) await ending()
  }
  try {
    return { told: await startAll(settings, signal, endings), stop }
  } catch (error) {
    await stop()
    const sentence = sayFault(error, settings.dataDir)
    throw sentence === undefined ? error : new StartError(sentence)
  }
}

async function startAll(settings: Settings, signal: AbortSignal, endings: Endings): Promise<string> {
  const { dataDir, origin, verifierOrigin } = settings
  const folders = foldersIn(dataDir)
  await openDataFolder(dataDir, { origin, verifier: verifierOrigin })
  const ports = portsOf(settings, inspectPostmaster(folders.postgres).state === 'ready')
  await assertFree(Object.values(ports).filter((port) => port !== undefined))
  // The portal is built while the database and the network come to be.
  const building = portalArgs(settings, signal)
  const opening = openDatabase(settings, folders.postgres, endings)
  await Promise.allSettled([building, opening])
  const [args, database] = await Promise.all([building, opening])
  const { founders, badDebtAge } = settings
  await foundNetwork(folders, verifierOrigin, Date.now(), {
    others: othersOf(settings),
    founders,
    badDebtAge,
  })
  signal.throwIfAborted()

  const instance = randomUUID()
  const supervisor = supervise(root, log, (services) => {
    const running = { pid: process.pid, origin, services }
    void writeRunning(dataDir, running).catch((error) => log(`running.json: ${error}`))
  })
  endings.push(() => writeRunning(dataDir, undefined))
  endings.push(() => supervisor.stop())
  // On a server of one's own the address is given, and the portal lays its rights down by itself.
  const portalDatabase = settings.databaseUrl ?? (await portalLogin(database))
  for (const service of servicesOf(settings, { folders, database, portalDatabase, args, instance }))
    supervisor.start(service)
  await answering({ origin, port: ports.portal, instance, falls: () => supervisor.falls('portal'), signal })
  const invitation = await firstInvitation(database, origin, join(dataDir, 'first-invitation'))
  return whatRuns(settings, invitation)
}

function portsOf(settings: Settings, databaseRuns: boolean) {
  const { portalPort, verifierPort, nodePort, postgresPort, databaseUrl } = settings
  const loopback = '127.0.0.1'
  const portal: Port = { of: 'the portal', number: portalPort, variable: 'PORTAL_PORT', host: 'localhost' }
  const page = { of: 'the verifier page', number: verifierPort, variable: 'VERIFIER_PORT' }
  const verifier: Port = { ...page, host: 'localhost' }
  const node: Port = { of: 'the node', number: nodePort, variable: 'NODE_RPC_PORT', host: loopback }
  const own: Port = { of: 'PostgreSQL', number: postgresPort, variable: 'POSTGRES_PORT', host: loopback }
  return { portal, verifier, node, postgres: databaseUrl || databaseRuns ? undefined : own }
}

async function portalArgs({ portalMode }: Settings, signal: AbortSignal): Promise<string[]> {
  await buildVerifier(log, signal)
  if (portalMode !== 'development') return [await buildPortal(log, signal)]
  await buildWorker(signal)
  return developPortal()
}

/** Gives the address of a database with all tables. */
async function openDatabase(settings: Settings, dataDir: string, endings: Endings): Promise<string> {
  const url = settings.databaseUrl ?? (await ownDatabase(settings, dataDir, endings))
  try {
    await migrate(url)
  } catch (error) {
    const where = settings.databaseUrl ? 'the database of DATABASE_URL' : `the database in ${dataDir}`
    throw new StartError(`The tables of this version can not be made in ${where}: ${causeOf(error)}`)
  }
  return url
}

async function ownDatabase(settings: Settings, dataDir: string, endings: Endings): Promise<string> {
  try {
    const server = await keepPostgres({ dataDir, port: settings.postgresPort, log })
    endings.push(server.stop)
    return server.url
  } catch (error) {
    throw new StartError(`PostgreSQL can not start in ${dataDir}: ${causeOf(error)}`)
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

type Parts = {
  readonly folders: Folders
  readonly database: string
  /** The same as the portal reaches it. */
  readonly portalDatabase: string
  readonly args: readonly string[]
  readonly instance: string
}

/** The further nodes of a network of several, each in its own folder beside the first. */
function othersOf({ dataDir, nodes, peerPort }: Settings): OtherNodes {
  const folders = Array.from({ length: nodes - 1 }, (_, at) => join(dataDir, `node-${at + 2}`))
  const hostOf = (folder: string) => `/ip4/127.0.0.1/tcp/${peerPort + 1 + folders.indexOf(folder)}`
  return { folders, hostOf }
}

const nodeMain = join(root, 'apps/node/src/main.ts')

/** A node that is told to listen looks for the others at the addresses in its folder. */
function otherNodes(settings: Settings): Service[] {
  const { folders, hostOf } = othersOf(settings)
  return folders.map((folder, at) => ({
    name: `node-${at + 2}`,
    args: [nodeMain],
    env: { NODE_DATA_DIR: folder, NODE_RPC_PORT: '0', NODE_LISTEN: hostOf(folder), NODE_LOG_LEVEL: 'warn' },
  }))
}

function servicesOf(
  settings: Settings,
  { folders, database, portalDatabase, args, instance }: Parts,
): Service[] {
  const { nodePort, portalPort, portalMode, origin, redisUrl } = settings
  const redis: Record<string, string> = redisUrl ? { REDIS_URL: redisUrl } : {}
  const token = { NODE_TOKEN_FILE: join(folders.node, 'rpc-token') }
  const shared = { DATABASE_URL: database, NODE_URL: `http://127.0.0.1:${nodePort}`, ...token, ...redis }
  const place = { NODE_DATA_DIR: folders.node, NODE_RPC_PORT: String(nodePort) }
  const listen: Record<string, string> =
    settings.nodes > 1 ? { NODE_LISTEN: othersOf(settings).hostOf(folders.node) } : {}
  const node = { ...place, ...token, ...listen, NODE_LOG_LEVEL: 'warn' }
  const worker = { ...shared, WORKER_DATA_DIR: folders.worker, WORKER_LOG_LEVEL: 'warn' }
  const own = { PORTAL_ORIGIN: origin, PORTAL_RP_ID: 'localhost', PORTAL_INSTANCE: instance }
  const page = {
    ...{ VERIFIER_PORT: String(settings.verifierPort), VERIFIER_PORTALS: origin },
    VERIFIER_NETWORK_DIR: folders.node,
  }
  const next = { PORT: String(portalPort), HOSTNAME: 'localhost', NODE_ENV: portalMode }
  return [
    { name: 'node', args: [nodeMain], env: node },
    ...otherNodes(settings),
    { name: 'worker', args: [join(root, 'apps/worker/src/main.ts')], env: worker },
    { name: 'verifier', args: [join(root, 'apps/verifier/src/server/main.ts')], env: page },
    { name: 'portal', args, cwd: portal, env: { ...shared, DATABASE_URL: portalDatabase, ...own, ...next } },
  ]
}
