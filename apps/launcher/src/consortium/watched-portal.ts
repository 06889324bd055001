import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { must, parseJson } from '@vc/kernel'
import { z } from 'zod'
import { root } from '../env.ts'

const seen = z.object({ said: z.boolean(), atMs: z.number() })

/** A portal that people look at, in the namespace of one node. */
export type WatchedPortal = {
  /** Whether its bar says that nothing becomes final, and since when, by this machine's clock. */
  readonly last: () => { readonly said: boolean; readonly atMs: number } | undefined
  readonly stop: () => Promise<void>
}

/** Starts the portal and its browser by the words that enter a namespace. `ended`: hears when it goes by itself. */
export function openWatchedPortal(of: {
  readonly exec: readonly string[]
  readonly folder: string
  readonly ended: (code: number | null) => void
}): WatchedPortal {
  const [program = '', ...words] = of.exec
  const file = join(root, 'e2e/watched-portal.ts')
  const child = spawn(program, [...words, process.execPath, file, of.folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, VC_SUPERVISOR: String(process.pid) },
  })
  let last: z.infer<typeof seen> | undefined
  let isStopping = false
  createInterface({ input: must(child.stdout, 'its output') }).on('line', (line) => {
    // The worker and the portal write to the same output.
    const read = seen.safeParse(parseJson(line))
    if (read.success) last = read.data
  })
  child.once('exit', (code) => isStopping || of.ended(code))
  return {
    last: () => last,
    stop: async () => {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
