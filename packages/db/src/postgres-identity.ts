import { spawn } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Whose process the server is when we are root: PostgreSQL refuses to run as root. `reaches`: that user can enter the
 * folders; else it is given the right to (CAP_DAC_OVERRIDE), as in a checkout under /root.
 */
export type Identity = { readonly uid: number; readonly gid: number; readonly reaches: boolean } | undefined

/** Nothing when we are an ordinary user; else the user `postgres`, or `nobody`. `paths`: what it must reach. */
export async function serverIdentity(paths: readonly string[]): Promise<Identity> {
  if (process.getuid?.() !== 0) return undefined
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const account = ['postgres', 'nobody'].map((name) => accounts.find(([n]) => n === name)).find((a) => a)
  if (!account) throw new Error('postgres can not run as root, and there is no user "postgres" or "nobody"')
  const entered = await Promise.all(paths.map(isOpenToAll))
  return { uid: Number(account[2]), gid: Number(account[3]), reaches: !entered.includes(false) }
}

/** May everybody enter the folder of a path, and the folders above? */
async function isOpenToAll(path: string): Promise<boolean> {
  const folder = dirname(path)
  const found = await stat(folder).catch(() => undefined)
  if (found && (found.mode & 0o001) === 0) return false
  return folder === path || isOpenToAll(folder)
}

/** Runs a program of PostgreSQL. Its output goes to pipes that the server must not inherit: pg_ctl gives it a file. */
export function runAs(
  identity: Identity,
  file: string,
  args: readonly string[],
): Promise<{ code: number; output: string }> {
  const [command, ...rest] = identity && !identity.reaches ? withRight(identity, file, args) : [file, ...args]
  const as = identity?.reaches ? { uid: identity.uid, gid: identity.gid } : {}
  return new Promise((done, fail) => {
    const child = spawn(command, rest, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...as })
    let output = ''
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', fail)
    child.once('exit', (code) => done({ code: code ?? 1, output: output.trim() }))
  })
}

function withRight(
  { uid, gid }: { uid: number; gid: number },
  file: string,
  args: readonly string[],
): [string, ...string[]] {
  const who = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const right = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return ['setpriv', ...who, ...right, '--', file, ...args]
}
