// Runs a TypeScript file of this repository under the pinned Node 24: node scripts/run.mjs FILE [ARGUMENT …]
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { install } from './install.mjs'
import { environment, node24, root } from './node24.mjs'

install()
const [file = '', ...rest] = process.argv.slice(2)
const done = spawnSync(node24(), [resolve(root, file), ...rest], { stdio: 'inherit', env: environment() })
process.exit(done.status ?? 1)
