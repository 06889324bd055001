import { type ChildProcess, spawn } from 'node:child_process'

export type Service = {
  readonly name: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Where it runs; the folder of all of them when absent. */
  readonly cwd?: string
}
export type Supervisor = { readonly start: (service: Service) => void; readonly stop: () => Promise<void> }

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
const STEADY_MS = 30_000
const PATIENCE_MS = 15_000

/** Keeps services running: one that ends is started again, with a longer pause each time it falls over at once. */
export function supervise(cwd: string, log: (line: string) => void): Supervisor {
  const children = new Map<string, ChildProcess>()
  let stopping = false

  function start(service: Service, pause = FIRST_PAUSE_MS): void {
    const startedAt = Date.now()
    const env = { ...process.env, ...service.env }
    const child = spawn(process.execPath, [...service.args], {
      cwd: service.cwd ?? cwd,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    children.set(service.name, child)
    child.once('exit', (code, signal) => {
      children.delete(service.name)
      if (stopping) return
      const next = Date.now() - startedAt > STEADY_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS)
      log(`${service.name} ended (${signal ?? code}); it starts again in ${next} ms`)
      setTimeout(() => !stopping && start(service, next), next)
    })
  }

  return {
    start,
    async stop() {
      stopping = true
      await Promise.all([...children.values()].map(end))
    },
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    child.once('exit', () => {
      clearTimeout(force)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
