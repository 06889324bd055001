import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Where the link of the first invitation is left for the tests. */
export const invitationFile = join(tmpdir(), 'valuecyber-e2e-invitation')
/** Where the data folder of the network is told to the tests. */
export const folderFile = join(tmpdir(), 'valuecyber-e2e-folder')
const READY_MS = 600_000

/** Founds a network in a folder of its own with the command that users have, and ends it after the tests. */
export default async function network() {
  const folder = mkdtempSync(join(tmpdir(), 'valuecyber-e2e-'))
  // The database server runs as another user when this one is root.
  chmodSync(folder, 0o755)
  const child = spawn(process.execPath, [join(root, 'apps/launcher/src/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      VC_DATA_DIR: folder,
      PORTAL_PORT: '3317',
      NODE_RPC_PORT: '4917',
      POSTGRES_PORT: '54917',
      DATABASE_URL: '',
      REDIS_URL: '',
    },
  })
  const link = await new Promise<string>((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`the network did not start:\n${text}`)), READY_MS)
    child.stdout.on('data', (chunk: Buffer) => {
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
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}
