import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from './env.ts'

/** One digest over every file that goes into the build of an app: its own, and all packages'. `files`: further ones, from its folder. What a build has put into `public` is none. */
export async function digestOfSources(app: string, ...files: readonly string[]): Promise<string> {
  const packages = await readdir(join(root, 'packages'))
  const folders = [
    join(app, 'src'),
    join(app, 'public'),
    ...packages.map((name) => join(root, 'packages', name, 'src')),
  ]
  const paths = [
    join(root, 'package-lock.json'),
    ...['package.json', ...files].map((name) => join(app, name)),
  ]
  for (const folder of folders) paths.push(...(await filesIn(folder)))
  const hash = createHash('sha256')
  const built = join(app, 'public', 'ledger')
  for (const path of paths.filter((one) => !one.startsWith(built)).sort())
    hash.update(relative(root, path)).update(await readFile(path))
  return hash.digest('hex')
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
