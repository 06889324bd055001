// npm test: installs what is missing and runs everything. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { browserPath, installBrowser } from './browser.mjs'
import { installDiskTools } from './disk-tools.mjs'
import { install } from './install.mjs'
import { environment, node24, root } from './node24.mjs'

install()
const out = mkdtempSync(join(tmpdir(), 'vc-test-'))
const env = environment({ CI: 'true' })
let passed = 0
let skipped = 0
/** What failed, one line each, shown again before the count. */
const failures = /** @type {string[]} */ ([])

/** No part takes an hour: one that hangs, as a runner does whose test left a process behind, is ended and has failed. */
const LONGEST_MS = 3_600_000

/**
 * Runs a command; true when it ended well.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [extra]
 */
function run(command, args, extra = {}) {
  const started = Date.now()
  console.log(`\n── ${[command, ...args].join(' ')}`)
  const done = spawnSync(command, args, {
    ...{ cwd: root, stdio: 'inherit', env: { ...env, ...extra } },
    ...{ timeout: LONGEST_MS, killSignal: 'SIGKILL' },
  })
  console.log(`── ${Math.round((Date.now() - started) / 1000)} s`)
  return done.status === 0
}

/**
 * Counts a check that has no tests of its own: types, lint, the lock, the build.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 */
function check(name, command, args) {
  if (run(command, args)) passed += 1
  else failures.push(name)
}

/** @typedef {{ passed: number, skipped: number, failures: string[] }} Counts */
/**
 * Adds a runner's own counts; a runner that fell over before counting, or ran nothing, is one failure.
 * @param {string} name
 * @param {string} file
 * @param {(report: any) => Counts} read
 * @param {boolean} well
 */
function count(name, file, read, well) {
  const none = { passed: 0, skipped: 0, failures: [] }
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : none
  passed += counts.passed
  skipped += counts.skipped
  failures.push(...counts.failures.map((one) => `${name}: ${one}`))
  if (counts.failures.length === 0 && !well) failures.push(`${name} ended badly without a failed test`)
  if (counts.failures.length === 0 && counts.passed === 0 && well) failures.push(`${name} ran no test`)
}

/**
 * What went wrong, short: shown again at the end, where the whole story is far above.
 * @param {string} message
 */
function firstLines(message) {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, 8)
  return lines.map((line) => `\n    ${line}`).join('')
}

/** @param {any} report @returns {Counts} */
function readVitest({ numPassedTests, numPendingTests, numTodoTests, testResults }) {
  const failed = /** @type {string[]} */ ([])
  for (const { name, status, message, assertionResults } of testResults) {
    const tests = assertionResults.filter((/** @type {any} */ test) => test.status === 'failed')
    for (const { fullName, failureMessages } of tests)
      failed.push(`${name.replace(root, '')}: ${fullName}${firstLines(failureMessages?.[0] ?? '')}`)
    if (status === 'failed' && tests.length === 0) failed.push(`${name.replace(root, '')}: ${message}`)
  }
  return { passed: numPassedTests, skipped: numPendingTests + numTodoTests, failures: failed }
}

/** @param {any} report @returns {Counts} */
function readPlaywright({ suites, stats, errors }) {
  const failed = /** @type {string[]} */ ([])
  const walk = (/** @type {any} */ suite) => {
    for (const { ok, file, line, title, tests } of suite.specs ?? []) {
      const name = `e2e/${file}:${line} ${title}`
      if (!ok) failed.push(`${name}${firstLines(tests[0]?.results.at(-1)?.error?.message ?? '')}`)
      else if (tests.some((/** @type {any} */ { status }) => status === 'flaky'))
        console.warn(`FLAKY, passed at the second try: ${name}`)
    }
    for (const inner of suite.suites ?? []) walk(inner)
  }
  for (const suite of suites) walk(suite)
  if (failed.length === 0) for (const { message } of errors) failed.push(message)
  return { passed: stats.expected + stats.flaky, skipped: stats.skipped, failures: failed }
}

/** As of the walks, a second try that is told aloud; a property that found its counterexample gets none. */
const SECOND_TRY = ['--retry.count=1', '--retry.condition=^(?!Property failed)']
const REPORTERS = ['--reporter=default', '--reporter=json', '--reporter=./test/flaky-reporter.ts']

function unitTests() {
  installDiskTools()
  const file = join(out, 'vitest.json')
  const well = run('vitest', ['run', ...SECOND_TRY, ...REPORTERS, `--outputFile.json=${file}`])
  count('vitest', file, readVitest, well)
}

function browserTests() {
  installBrowser()
  if (browserPath() === undefined) {
    failures.push('no Chromium in /usr/bin, and it could not be installed: apt-get install chromium')
    return
  }
  const file = join(out, 'playwright.json')
  const well = run('playwright', ['test', '-c', 'e2e/playwright.config.ts'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  count('playwright', file, readPlaywright, well)
}

const started = Date.now()
check('lock', 'node', ['scripts/repair-lock.mjs', '--check'])
check('types', 'turbo', ['run', 'typecheck', 'typecheck:root', '--output-logs=errors-only'])
check('lint', 'biome', ['check', '.', '--max-diagnostics=50'])
// Before what needs it, so that no test waits for it.
check('portal build', node24(), ['apps/launcher/src/build-portal-cli.ts'])
unitTests()
browserTests()
for (const failure of failures) console.error(`FAILED: ${failure}`)
if (skipped > 0) console.warn(`SKIPPED: ${skipped} tests; the lines above that begin with SKIPPED say why`)
console.log(`\nafter ${Math.round((Date.now() - started) / 1000)} s`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length === 0 ? 0 : 1)
