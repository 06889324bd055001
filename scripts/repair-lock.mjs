// Adds entries for optional packages of other platforms that the registry in use did not have, so that `npm ci`
// accepts the lock. Run after every change of dependencies: node scripts/repair-lock.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node24.mjs'

const path = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))
const missing = []
for (const [where, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (findEntry(where, name)) continue
    const exact = version.replace(/^[\^~]/, '')
    missing.push(name)
    lock.packages[`node_modules/${name}`] = { version: exact, optional: true, ...platformOf(name) }
  }
}

/**
 * Looks for a package the way Node resolves it: nearest node_modules first.
 * @param {string} where
 * @param {string} name
 */
function findEntry(where, name) {
  let at = where
  for (;;) {
    const key = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (lock.packages[key]) return true
    if (at === '') return false
    at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : ''
  }
}

/**
 * Platform of a package from its name, so that npm knows not to install it here.
 * @param {string} name
 */
function platformOf(name) {
  const os = [
    'darwin',
    'win32',
    'linux',
    'freebsd',
    'android',
    'openbsd',
    'netbsd',
    'sunos',
    'aix',
    'openharmony',
  ].find((o) => name.includes(o))
  const cpu = [
    'arm64',
    'x64',
    'ia32',
    'arm',
    'riscv64',
    'ppc64',
    's390x',
    'loong64',
    'loongarch64',
    'mips64el',
  ].find((c) => name.split(/[-/_]/).includes(c))
  const wasm = name.includes('wasm') ? { cpu: ['wasm32'] } : {}
  const named = {
    ...(os ? { os: [os === 'win32' ? 'win32' : os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...wasm,
  }
  return Object.keys(named).length > 0 ? named : { os: ['none'] }
}

if (missing.length > 0 && process.argv.includes('--check')) {
  console.error(
    `package-lock.json misses ${missing.length} optional packages: run node scripts/repair-lock.mjs`,
  )
  process.exit(1)
}
if (missing.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${missing.length} entries added`)
