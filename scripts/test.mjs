// npm test: installs what is missing and runs everything. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install } from './install.mjs'
import { environment, root } from './node24.mjs'

install()
const out = mkdtempSync(join(tmpdir(), 'vc-test-'))
const env = environment({ CI: 'true' })
let passed = 0
let failed = 0

/** Runs a command; true when it ended well. */
function run(command, args, extra = {}) {
  const started = process.hrtime.bigint()
  console.log(`\n── ${[command, ...args].join(' ')}`)
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...extra } })
  console.log(`── ${Number((process.hrtime.bigint() - started) / 1_000_000_000n)} s`)
  return done.status === 0
}

/** Counts a check that has no tests of its own: types, lint, the lock. */
function check(name, command, args) {
  const well = run(command, args)
  if (well) passed += 1
  else {
    failed += 1
    console.error(`FAILED: ${name}`)
  }
}

/** Adds a runner's own counts; a runner that fell over before counting is one failure. */
function count(name, file, read, well) {
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 }
  passed += counts.passed
  failed += counts.failed
  if (counts.failed === 0 && !well) {
    failed += 1
    console.error(`FAILED: ${name} ended badly without a failed test`)
  }
  if (counts.passed + counts.failed === 0 && well) {
    failed += 1
    console.error(`FAILED: ${name} ran no test`)
  }
}

function unitTests() {
  const file = join(out, 'vitest.json')
  const well = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  count('vitest', file, (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests }), well)
}

/** Debian's Chromium, installed when it is missing and we may. */
function chromium() {
  if (existsSync('/usr/bin/chromium')) return true
  const root = process.getuid?.() === 0
  if (!root || !existsSync('/usr/bin/apt-get')) return false
  console.log('Installing Chromium (apt-get) …')
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update'], quiet)
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-wqy-zenhei'], quiet)
  return existsSync('/usr/bin/chromium')
}

function browserTests() {
  if (!existsSync(join(root, 'playwright.config.ts')))
    return console.warn('SKIPPED: the browser tests of e2e/ are run by hand until each has been seen to pass')
  if (!chromium()) {
    failed += 1
    console.error(
      'FAILED: no Chromium at /usr/bin/chromium, and it could not be installed: apt-get install chromium',
    )
    return
  }
  const file = join(out, 'playwright.json')
  const well = run('playwright', ['test'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file })
  count(
    'playwright',
    file,
    (r) => ({ passed: r.stats.expected + r.stats.flaky, failed: r.stats.unexpected }),
    well,
  )
}

check('lock', 'node', ['scripts/repair-lock.mjs', '--check'])
check('types', 'turbo', ['run', 'typecheck', '--output-logs=errors-only'])
check('lint', 'biome', ['check', '.', '--max-diagnostics=50'])
unitTests()
browserTests()
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
