import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What runs in a data folder, told from postmaster.pid and /proc:
 * `gone` no process has the number (or no file), `foreign` an unrelated process got it, `busy` ours, but
 * starting, stopping or a zombie that its parent has not taken yet, `ready` ours and it answers.
 */
export type Postmaster =
  | { readonly state: 'gone' | 'foreign' | 'busy' }
  | { readonly state: 'ready'; readonly pid: number; readonly port: number }

/** Looks at postmaster.pid of a data folder. */
export function inspectPostmaster(dataDir: string): Postmaster {
  const lines = readLines(join(dataDir, 'postmaster.pid'))
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return { state: 'gone' }
  const process = procState(pid)
  if (process === undefined) return { state: 'gone' }
  if (process === 'Z' || process === 'X') return { state: 'busy' }
  if (!worksIn(pid, dataDir)) return { state: 'foreign' }
  const port = Number(lines[3])
  return lines[7]?.trim() === 'ready' ? { state: 'ready', pid, port } : { state: 'busy' }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** The letter of the process state, or nothing when there is no such process. */
function procState(pid: number): string | undefined {
  const [stat] = readLines(`/proc/${pid}/stat`)
  return stat
    ?.slice(stat.lastIndexOf(')') + 1)
    .trim()
    .at(0)
}

/** A postmaster's working folder is its data folder. */
function worksIn(pid: number, dataDir: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir)
  } catch {
    return false
  }
}
