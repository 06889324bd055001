import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(process.env.VC_SHARED ?? join(import.meta.dirname, '../../shared'), 'data')

/** Is this file of the public data here? Says loudly that its tests are skipped when it is not. */
export function hasShared(path: string): boolean {
  const there = existsSync(join(folder, path))
  if (!there) console.warn(`SKIPPED: no public data at ${join(folder, path)}`)
  return there
}

export const readShared = (path: string): Uint8Array => new Uint8Array(readFileSync(join(folder, path)))
