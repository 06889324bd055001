// Debian's Chromium for the walks.
import { existsSync } from 'node:fs'
import { apt, mayInstall } from './apt.mjs'

/** The one without windows of its own first: a page costs half as much there. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** Where the browser is that is here; undefined when there is none. */
export const browserPath = () => browsers.find((path) => existsSync(path))

/** Installs what is missing when we may: the browser without windows, else the whole one. */
export function installBrowser() {
  if (browserPath() === browsers[0] || !mayInstall()) return
  console.log('Installing Chromium (apt-get) …')
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'fonts-wqy-zenhei', 'chromium-headless-shell')
  if (browserPath() === undefined)
    apt('install', '-y', '--no-install-recommends', 'fonts-wqy-zenhei', 'chromium')
}
