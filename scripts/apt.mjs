// Debian's packages.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Whether there is apt, and we are root. */
export const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** @param {readonly string[]} args */
export function apt(...args) {
  const patience = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=1']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', [...patience, ...args], { env, timeout: 180_000 })
}
