import './end-with-parent.ts'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings, root } from './env.ts'
import { openNetwork } from './open-network.ts'
import { StartError } from './start-error.ts'

// Variables that are set already stay as they are.
const file = join(root, '.env')
if (existsSync(file)) process.loadEnvFile(file)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())

try {
  const network = await openNetwork(readSettings(process.env), stopping.signal)
  console.log(network.told)
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort')
  console.log('\nStopping …')
  await network.stop()
  console.log('Stopped.')
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof StartError ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}
process.exit()
