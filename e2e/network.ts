import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from '@vc/kernel'
import { folderFile, invitationFile, nodes, portalOrigin, ports } from './place.ts'

const root = join(import.meta.dirname, '..')
const READY_MS = 600_000
/** A process with a line to us that is told this ends when we do. */
const supervised = { VC_SUPERVISOR: String(process.pid) }

/**
 * `node e2e/network.ts` keeps a network standing for tests run again and again with E2E_RUNNING=1.
 * With PORTAL_MODE=development its pages follow their sources.
 */
if (process.argv[1] === import.meta.filename) {
  const end = await network()
  console.log(`ready: ${portalOrigin}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end?.())
}

/** Founds a network in a folder of its own with the command that users have, and ends it after the tests. */
export default async function network(): Promise<undefined | (() => Promise<void>)> {
  if (process.env.E2E_RUNNING) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'valuecyber-e2e-'))
  // The database server runs as another user when this one is root.
  chmodSync(folder, 0o755)
  const child = spawn(process.execPath, [join(root, 'apps/launcher/src/main.ts')], {
    cwd: root,
    // By its line to us it ends with us, however we end.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...supervised,
      VC_DATA_DIR: folder,
      PORTAL_PORT: String(ports.portal),
      VERIFIER_PORT: String(ports.verifier),
      NODE_RPC_PORT: String(ports.node),
      POSTGRES_PORT: String(ports.postgres),
      NODE_PEER_PORT: String(ports.peers),
      VC_NODES: String(nodes),
      // A walk waits until a debt is bad: ten blocks instead of sixty.
      VC_BAD_DEBT_AGE: '10',
      // All who walk come from one address.
      PORTAL_SIGN_IN_PER_MINUTE: '1000',
      PORTAL_ACTS_PER_MINUTE: '1000',
      DATABASE_URL: '',
      REDIS_URL: '',
    },
  })
  const link = await new Promise<string>((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`the network did not start:\n${text}`)), READY_MS)
    must(child.stdout, 'its output').on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /Enrol the first person: (\S+)/.exec(text)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the network ended with ${code}:\n${text}`)))
  })
  writeFileSync(invitationFile, link)
  writeFileSync(folderFile, folder)
  const operator = await openOperator(folder)
  return async () => {
    operator.kill('SIGTERM')
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What does for the walks what nobody does in a browser, once it answers. */
async function openOperator(folder: string) {
  const child = spawn(process.execPath, [join(root, 'e2e/operator.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, ...supervised },
  })
  await once(must(child.stdout, 'its output'), 'data')
  return child
}
