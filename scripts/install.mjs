// Installs the workspace from its lock when it is not there yet.
import { spawnSync } from 'node:child_process'
import { isInstalled, root } from './node24.mjs'

export function install() {
  if (isInstalled()) return
  console.log('Installing packages (npm ci) …')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (done.status !== 0) process.exit(done.status ?? 1)
}
