import { spawn } from 'node:child_process'
import { once } from 'node:events'

const PATIENCE_S = 120

/**
 * Does the work of one starter of a data folder while all others wait, processes of other users too. PostgreSQL's own
 * lock file does not do: of two starters that find the file of a dead server, one may remove the other's new file.
 * The lock is the kernel's and dies with its holder. Throws when nobody let go of it within two minutes.
 */
export async function withStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const letGo = await takeLock(path)
  try {
    return await work()
  } finally {
    await letGo()
  }
}

/** Starts a process that holds the lock until its input ends, as it does when this process is killed; gives its end. */
async function takeLock(path: string): Promise<() => Promise<unknown>> {
  const wait = ['--timeout', String(PATIENCE_S), path, 'sh', '-c', 'echo held && exec cat']
  // Of a group of its own, or a Ctrl-C in the terminal would end it before the work.
  const holder = spawn('flock', wait, { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const ended = once(holder, 'exit')
  const held = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)])
  if (!held) throw new Error(`postgres did not start: ${path} stayed locked for ${PATIENCE_S} s`)
  holder.stdin.on('error', () => {})
  return () => {
    holder.stdin.end()
    return ended
  }
}
