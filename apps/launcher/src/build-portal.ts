import { spawn } from 'node:child_process'
import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOfSources } from './digest-of-sources.ts'
import { root } from './env.ts'
import { StartError } from './start-error.ts'

/** The portal's folder: Next.js looks for its parts from where it runs. */
export const portal = join(root, 'apps', 'portal')
const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
const verifier = join(root, 'apps', 'verifier')
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
const mark = join(portal, '.next', 'built-from')
const workerConfig = 'worker.config.ts'
/** Of the bundle that both have beside them; from either's folder. */
const ledgerConfig = join('..', '..', 'packages', 'ledger', 'bundle.config.ts')

/**
 * Builds the portal when its sources are not those it was built from. Gives the path of its server. An aborted signal
 * ends the build; a build that fails throws a StartError.
 */
export async function buildPortal(log: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const server = join(portal, '.next', 'standalone', 'apps', 'portal', 'server.js')
  const sources = await digestOfSources(portal, 'next.config.ts', workerConfig, ledgerConfig)
  const built = await readFile(mark, 'utf8').catch(() => undefined)
  if (built === sources && (await stat(server).catch(() => undefined))) return server
  log('Building the portal; the next start finds it built …')
  // What an interrupted build leaves is of no sources.
  await rm(mark, { force: true })
  await buildWorker(signal)
  await runBuild({ of: 'portal', cwd: portal, args: [next, 'build'], signal })
  await cp(
    join(portal, '.next', 'static'),
    join(portal, '.next', 'standalone', 'apps', 'portal', '.next', 'static'),
    {
      recursive: true,
    },
  )
  const files = join(portal, 'public')
  if (await stat(files).catch(() => undefined))
    await cp(files, join(portal, '.next', 'standalone', 'apps', 'portal', 'public'), { recursive: true })
  await writeFile(mark, sources)
  return server
}

/** Builds the worker that judges the ledger in a browser, beside the ledger's bundle (docs/adr/0042); it takes a second. */
export async function buildWorker(signal?: AbortSignal): Promise<void> {
  const args = [vite, 'build', '--config', workerConfig]
  await runBuild({ of: 'worker of the portal', cwd: portal, args, signal })
}

/**
 * Builds the verifier page when its sources are not those it was built from; it takes seconds. An aborted signal ends
 * the build; a build that fails throws a StartError.
 */
export async function buildVerifier(log: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const builtFrom = join(verifier, 'dist', 'built-from')
  const sources = await digestOfSources(verifier, 'vite.config.ts', 'index.html', ledgerConfig)
  if ((await readFile(builtFrom, 'utf8').catch(() => undefined)) === sources) return
  log('Building the verifier page …')
  await rm(builtFrom, { force: true })
  const args = [vite, 'build', '--logLevel', 'error']
  await runBuild({ of: 'verifier page', cwd: verifier, args, signal })
  await writeFile(builtFrom, sources)
}

type Build = {
  readonly of: string
  readonly cwd: string
  readonly args: readonly string[]
  readonly signal: AbortSignal | undefined
}

function runBuild({ of, cwd, args, signal }: Build): Promise<void> {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  const stopped = signal === undefined ? {} : { signal }
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'inherit', ...stopped })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new StartError(`The ${of} could not be built; the lines above say why.`))
    })
  })
}

/** What runs the portal from its sources; the server reads its port from PORT. */
export const developPortal = (): string[] => [next, 'dev', portal]
