// Debian's Chromium for the walks.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** The one without windows of its own first: a page costs half as much there. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** Where the browser is that is here; undefined when there is none. */
export const browserPath = () => browsers.find((path) => existsSync(path))

/** Installs what is missing when we may: the browser without windows, else the whole one. */
export function installBrowser() {
  if (browserPath() === browsers[0] || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log('Installing Chromium (apt-get) …')
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'fonts-wqy-zenhei', 'chromium-headless-shell')
  if (browserPath() === undefined)
    apt('install', '-y', '--no-install-recommends', 'fonts-wqy-zenhei', 'chromium')
}

/** @param {readonly string[]} args */
function apt(...args) {
  const patience = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=1']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', [...patience, ...args], { env, timeout: 180_000 })
}
