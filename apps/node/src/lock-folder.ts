import { hash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { NodeHalt } from './halt.ts'

/**
 * Holds a data folder for this process: two nodes on one folder would sign with one key. The lock is a Linux
 * abstract socket named after the folder, so it ends with the process however that ends. Halts with `folder-in-use`.
 */
export function lockFolder(path: string): Promise<() => void> {
  if (process.platform !== 'linux') return Promise.resolve(() => undefined)
  const name = `\0vc-node-${hash('sha256', realpathSync(path))}`
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', () => reject(new NodeHalt('folder-in-use', { path })))
    server.listen(name, () => resolve(() => server.close()))
    server.unref()
  })
}
