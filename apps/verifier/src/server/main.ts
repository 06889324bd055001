import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEnv } from './env.ts'
import { networkSettings } from './network-settings.ts'
import { pageFiles } from './page-files.ts'
import { serve } from './serve.ts'

// The verifier page on an origin of its own. It is static: this process knows no session, no database and no key.

const env = readEnv(process.env)
const bytes = (path: string) => new Uint8Array(readFileSync(path))
const settings = networkSettings(bytes(env.genesisFile), bytes(env.configurationFile), env.portals)
const server = serve(pageFiles(join(import.meta.dirname, '../../dist'), settings))
server.listen(env.port, env.host)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })
