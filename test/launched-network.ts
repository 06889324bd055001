import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, inspectPostmaster } from '@vc/db/server'
import { type Running, readRunning } from '../apps/launcher/src/data-folder.ts'

const root = join(import.meta.dirname, '..')
const READY_MS = 600_000

/** A whole network as `npm start` runs it, in a folder of its own on free ports. */
export type LaunchedNetwork = {
  readonly folder: string
  readonly origin: string
  readonly verifierOrigin: string
  readonly nodeUrl: string
  readonly databaseUrl: string
  /** All that the launcher and its services have printed. */
  readonly printed: () => string
  /** Who runs now; nobody while nothing is written down. */
  readonly running: () => Promise<Running | undefined>
  /** Process ids of PostgreSQL: the postmaster, and the backends that serve clients. */
  readonly postgres: () => { postmaster: number; backends: number[] } | undefined
  /** Ctrl+C. Gives the exit code. */
  readonly stop: () => Promise<number | null>
  readonly remove: () => void
}

/** Starts one and waits until it tells its address; builds the portal when it is not built. */
export async function launchNetwork(): Promise<LaunchedNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-network-'))
  // The database server runs as another user when this one is root.
  chmodSync(folder, 0o755)
  const [portal, verifier] = [await freePort(), await freePort()]
  const [node, database] = [await freePort(), await freePort()]
  const own = { PORTAL_PORT: `${portal}`, VERIFIER_PORT: `${verifier}` }
  const ports = { ...own, NODE_RPC_PORT: `${node}`, POSTGRES_PORT: `${database}` }
  const env = { ...process.env, ...ports, NODE_ENV: 'production', DATABASE_URL: '', REDIS_URL: '' }
  // The channel makes the network end with the test, also when that is killed.
  const child = spawn(process.execPath, [join(root, 'apps/launcher/src/main.ts')], {
    ...{ cwd: root, env: { ...env, VC_DATA_DIR: folder }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the network did not start:\n${printed}`)), READY_MS)
    const take = (chunk: Buffer) => {
      printed += chunk.toString()
      if (!printed.includes('ValueCyber is running at')) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    void ended.then((code) => reject(new Error(`the network ended with ${code}:\n${printed}`)))
  })
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim()
  return {
    folder,
    origin: `http://localhost:${portal}`,
    verifierOrigin: `http://localhost:${verifier}`,
    nodeUrl: `http://127.0.0.1:${node}`,
    databaseUrl: `postgres://valuecyber:${password}@127.0.0.1:${database}/valuecyber`,
    printed: () => printed,
    running: () => readRunning(folder),
    postgres: () => postgresIn(join(folder, 'postgres')),
    stop: () => {
      child.kill('SIGINT')
      return ended
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function postgresIn(dataDir: string) {
  const found = inspectPostmaster(dataDir)
  if (found.state !== 'ready') return undefined
  const { pid: postmaster } = found
  const children = read(`/proc/${postmaster}/task/${postmaster}/children`).split(' ').map(Number)
  const serves = (pid: number) => read(`/proc/${pid}/cmdline`).includes('127.0.0.1(')
  return { postmaster, backends: children.filter((pid) => pid > 0 && serves(pid)) }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
