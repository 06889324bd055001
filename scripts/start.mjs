// npm start: installs what is missing, then hands over to the launcher under Node 24.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { install } from './install.mjs'
import { environment, node24, root } from './node24.mjs'

install()
const child = spawn(node24(), [join(root, 'apps/launcher/src/main.ts')], {
  cwd: root,
  stdio: 'inherit',
  env: environment(),
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
