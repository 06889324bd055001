import '../end-with-parent.ts'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type NodeStatus, openClient } from '@vc/client'
import { root } from '../env.ts'
import { supervise } from '../processes.ts'
import { consortiumEnv, foundConsortium } from './found-consortium.ts'

// npm run consortium: four nodes on this machine, each a member with a stake of its own, each started again when it
// ends. Every two seconds a line for each: where it stands. Ctrl+C stops them; VC_CONSORTIUM_DIR is the folder.

const NODES = 4
const FIRST_RPC = 4720
const FIRST_PEER = 4740
const LOOK_MS = 2_000

const dir = resolve(root, process.env.VC_CONSORTIUM_DIR || '.data-consortium')
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())

const { folders } = await foundConsortium(dir, { nodes: NODES, coins: 1_000, amount: 1_000_000n }, Date.now())
const ports = folders.map((_, at) => FIRST_PEER + at)
const supervisor = supervise(root, (line) => console.log(`· ${line}`))
for (const at of folders.keys()) {
  const rpc = { NODE_RPC_PORT: String(FIRST_RPC + at), NODE_WATCH_PORT: String(FIRST_RPC + 10 + at) }
  const token = { NODE_TOKEN_FILE: join(folders[at] ?? '', 'rpc-token'), NODE_LOG_LEVEL: 'warn' }
  const env = { ...consortiumEnv(folders, ports, at), ...rpc, ...token }
  supervisor.start({ name: `node-${at + 1}`, args: [join(root, 'apps/node/src/main.ts')], env })
}
console.log(
  `Four nodes in ${dir}; they answer at http://127.0.0.1:${FIRST_RPC} and the three ports after it.`,
)
void look()
if (!stopping.signal.aborted) await once(stopping.signal, 'abort')
console.log('\nStopping …')
await supervisor.stop()
process.exit()

async function look(): Promise<void> {
  while (!stopping.signal.aborted) {
    await sleep(LOOK_MS)
    const all = await Promise.all(
      folders.map((_, at) =>
        openClient(`http://127.0.0.1:${FIRST_RPC + at}`)
          .status()
          .catch(() => undefined),
      ),
    )
    console.log(all.map(told).join('  '))
  }
}

function told(status: NodeStatus | undefined): string {
  if (status === undefined) return 'does not answer'
  const { head, final } = status
  return `${head.height} ${head.stateHash.slice(0, 6)} final ${final.height}`
}
