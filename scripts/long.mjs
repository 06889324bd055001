// npm run long: the properties of the ledger, and of threads against one, with 100,000 runs each, in twenty parts of 5,000;
// then every rule switched off (npm run rules), so that no rule of the list goes unnoticed. Hours, not minutes.
// Arguments: only the parts of these numbers (1 to 20), so that a run can go on where it ended; or the name of another
// long run: `kills` (fifty kills of any one of four nodes; VC_KILLS sets another number), `ends` (the same with a clock of
// its own), `networks` (20,000 simulated networks), `hostile` (a million hostile messages at a node), `power` (a hundred
// power cuts under a store), `statistics` (interval, orphans, shares and finality against the specification's figures, for 4
// to 100 voters, and what attackers reach: forty minutes), `walks` (the stories of some minutes in a browser), `rules` (the rules alone).
import { spawnSync } from 'node:child_process'
import { environment, root } from './node24.mjs'

/** Other long runs by name: a test file and what makes it long. */
const others = /** @type {Record<string, { file: string, env: Record<string, string> }>} */ ({
  kills: { file: 'test/consortium.test.ts', env: { VC_KILLS: process.env.VC_KILLS ?? '50' } },
  ends: { file: 'apps/node/test/members-killed.test.ts', env: { VC_KILLS: process.env.VC_KILLS ?? '50' } },
  networks: { file: 'apps/node/sim/sim.test.ts', env: { SIM_SEEDS: '20000' } },
  power: { file: 'apps/node/test/power/power-cut.test.ts', env: { VC_CUTS: process.env.VC_CUTS ?? '100' } },
  statistics: { file: 'apps/node/sim/statistics', env: { VC_STATISTICS: 'long' } },
  hostile: { file: 'apps/node/test/hostile/hostile.test.ts', env: { VC_HOSTILE: '1000000' } },
})
if (process.argv.includes('walks')) {
  const args = ['test', '-c', 'e2e/playwright.config.ts']
  const done = spawnSync('playwright', args, {
    cwd: root,
    stdio: 'inherit',
    env: environment({ E2E_LONG: '1' }),
  })
  process.exit(done.status ?? 1)
}

/** Switches off each rule of the list and writes docs/rules.md; ends well when something notices every one. */
function switchRulesOff() {
  const done = spawnSync('node', ['scripts/rules.mjs'], { cwd: root, stdio: 'inherit', env: environment() })
  return done.status ?? 1
}

if (process.argv.includes('rules')) process.exit(switchRulesOff())
for (const { file, env } of process.argv.slice(2).flatMap((name) => others[name] ?? [])) {
  const done = spawnSync('vitest', ['run', file], { cwd: root, stdio: 'inherit', env: environment(env) })
  process.exit(done.status ?? 1)
}

const properties = [
  'packages/ledger/src/properties.test.ts',
  'packages/ledger/src/script/run-script.test.ts',
  'apps/node/src/checks/check-pool.test.ts',
]
const parts = 20
const runs = 100_000 / parts
const named = process.argv.slice(2).map(Number)
const chosen = named.length > 0 ? named : Array.from({ length: parts }, (_, i) => i + 1)
for (const part of chosen) {
  const done = spawnSync('vitest', ['run', ...properties, '--reporter=dot'], {
    cwd: root,
    stdio: 'inherit',
    env: environment({ VC_LONG_RUNS: String(runs), VC_LONG_SEED: String(part) }),
  })
  console.log(`part ${part} of ${parts}: ${done.status === 0 ? 'holds' : 'FAILS'}`)
  if (done.status !== 0) process.exitCode = 1
}
// A run of some parts is one that goes on: the whole ends with the last part.
if (chosen.includes(parts) && switchRulesOff() !== 0) process.exitCode = 1
