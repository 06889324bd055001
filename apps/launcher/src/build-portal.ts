import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from './env.ts'
import { StartError } from './start-error.ts'

/** The portal's folder: Next.js looks for its parts from where it runs. */
export const portal = join(root, 'apps', 'portal')
const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
const mark = join(portal, '.next', 'built-from')

/**
 * Builds the portal when its sources are not those it was built from. Gives the path of its server. An aborted signal
 * ends the build; a build that fails throws a StartError.
 */
export async function buildPortal(log: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const server = join(portal, '.next', 'standalone', 'apps', 'portal', 'server.js')
  const sources = await digestOfSources()
  const built = await readFile(mark, 'utf8').catch(() => undefined)
  if (built === sources && (await stat(server).catch(() => undefined))) return server
  log('Building the portal; the next start finds it built …')
  await runBuild(signal)
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

function runBuild(signal: AbortSignal | undefined): Promise<void> {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  const stopped = signal === undefined ? {} : { signal }
  const child = spawn(process.execPath, [next, 'build'], { cwd: portal, env, stdio: 'inherit', ...stopped })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new StartError('The portal could not be built; the lines above say why.'))
    })
  })
}

/** What runs the portal from its sources; the server reads its port from PORT. */
export const developPortal = (): string[] => [next, 'dev', portal]

/** One digest over every file that goes into the portal's build. */
async function digestOfSources(): Promise<string> {
  const packages = await readdir(join(root, 'packages'))
  const folders = [
    join(portal, 'src'),
    join(portal, 'public'),
    ...packages.map((name) => join(root, 'packages', name, 'src')),
  ]
  const files = [
    join(root, 'package-lock.json'),
    join(portal, 'next.config.ts'),
    join(portal, 'package.json'),
  ]
  for (const folder of folders) files.push(...(await filesIn(folder)))
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(relative(root, file)).update(await readFile(file))
  return hash.digest('hex')
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
