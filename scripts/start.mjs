// npm start: installs what is missing, then hands over to the launcher under Node 24.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { install } from './install.mjs'
import { environment, node24, root } from './node24.mjs'

install()
// The channel tells the launcher when this process is gone, however it went.
const child = spawn(node24(), [join(root, 'apps/launcher/src/main.ts')], {
  cwd: root,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: environment(),
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
