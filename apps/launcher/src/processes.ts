import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Service = {
  readonly name: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Where it runs; the folder of all of them when absent. */
  readonly cwd?: string
}
export type Supervisor = {
  readonly start: (service: Service) => void
  /** How often a service has ended by itself. */
  readonly falls: (name: string) => number
  /** Ends all, the last started first; one that does not go is killed. */
  readonly stop: () => Promise<void>
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** Who ran this long did not fall over at once. */
const STEADY_MS = 5_000
const PATIENCE_MS = 15_000
const endWithParent = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url))

/** How long to wait before a service that ended after `ranMs` starts again, when the pause before was `pauseMs`. */
export const nextPause = (ranMs: number, pauseMs: number): number =>
  ranMs > STEADY_MS ? FIRST_PAUSE_MS : Math.min(Math.max(pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS)

/**
 * Keeps services running: one that ends is started again, with a longer pause each time it falls over at once. They
 * end with this process, however that ends; Ctrl+C reaches this process only, which ends them in order.
 * `changed` is told the process ids whenever one starts.
 */
export function supervise(
  cwd: string,
  log: (line: string) => void,
  changed: (pids: Readonly<Record<string, number>>) => void = () => {},
): Supervisor {
  const children = new Map<string, ChildProcess>()
  const fallen = new Map<string, number>()
  let stopping = false

  function start(service: Service, pause = 0): void {
    const startedAt = Date.now()
    const child = spawn(process.execPath, ['--import', endWithParent, ...service.args], {
      cwd: service.cwd ?? cwd,
      env: { ...process.env, ...service.env, VC_SUPERVISOR: String(process.pid) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    })
    children.set(service.name, child)
    changed(Object.fromEntries([...children].map(([name, { pid = 0 }]) => [name, pid])))
    child.once('exit', (code, signal) => {
      children.delete(service.name)
      if (stopping) return
      fallen.set(service.name, (fallen.get(service.name) ?? 0) + 1)
      const next = nextPause(Date.now() - startedAt, pause)
      log(`${service.name} ended (${signal ?? code}); it starts again in ${next} ms`)
      setTimeout(() => !stopping && start(service, next), next)
    })
  }

  return {
    start: (service) => start(service),
    falls: (name) => fallen.get(name) ?? 0,
    async stop() {
      stopping = true
      for (const child of [...children.values()].reverse()) await end(child)
    },
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    child.once('exit', () => {
      clearTimeout(force)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
