// npm run long: the properties of the ledger with 100,000 runs each. Hours, not minutes.
import { spawnSync } from 'node:child_process'
import { environment, root } from './node24.mjs'

const done = spawnSync('vitest', ['run', 'packages/ledger/src/properties.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: environment({ VC_LONG: '1' }),
})
process.exitCode = done.status ?? 1
