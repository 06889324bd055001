import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from '../../run-cli.ts'

const main = fileURLToPath(import.meta.resolve('@vc/node/main'))

/** Runs the node of a folder in a process of its own and gives its exit code. */
export const run: Command = async ([dataDir, ...rest], out, environment) => {
  if (dataDir === undefined || rest.length > 0) {
    out('Usage: vc node run DIR')
    return 2
  }
  if (!existsSync(join(dataDir, 'genesis.block'))) {
    out(`FAILED: ${dataDir} holds no network. Make a node with: vc node init ${dataDir} --join FOLDER …`)
    return 1
  }
  const child = spawn(process.execPath, [main], {
    stdio: 'inherit',
    env: { ...environment, NODE_DATA_DIR: dataDir },
  })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', pass).on('SIGTERM', pass)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}
