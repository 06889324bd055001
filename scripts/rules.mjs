// npm run rules: switches off each rule of test/rules/rules.json in a copy of the packages and expects its test to fail;
// then writes docs/rules.md. Some seconds a rule. Arguments: only rules whose text contains one of them, or whose
// numbers are in a range such as 1-40; nothing is written then.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual, stripVTControlCharacters } from 'node:util'
import { withChange } from './changed-modules.mjs'
import { environment, root } from './node24.mjs'

/** @typedef {{ section: string, rule: string, file: string, find: string, replace: string, test: string }} Rule As in rules.json. */
const rules = /** @type {Rule[]} */ (JSON.parse(readFileSync(join(root, 'test/rules/rules.json'), 'utf8')))
const wanted = process.argv.slice(2)
const range = /^(\d+)-(\d+)$/
/** @type {(rule: Rule, number: number, text: string) => boolean} */
const isMeant = ({ rule }, number, text) => {
  const [, first, last] = range.exec(text) ?? []
  return first === undefined ? rule.includes(text) : number >= Number(first) && number <= Number(last)
}
const chosen = rules.filter(
  (rule, i) => wanted.length === 0 || wanted.some((text) => isMeant(rule, i + 1, text)),
)
const vectors = process.env.VC_SHARED ?? resolve(root, '../shared')
const env = environment({ VC_SHARED: vectors })
const copy = mkdtempSync(join(tmpdir(), 'vc-rules-'))
for (const name of ['packages', 'test', 'vitest.config.ts', 'package.json', 'tsconfig.base.json']) {
  cpSync(join(root, name), join(copy, name), {
    recursive: true,
    filter: (path) => !path.includes('/node_modules'),
  })
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

/** Vector files by the test that runs them: their cases are run here at once, without starting a test runner. */
const vectorFiles = {
  'packages/ledger/src/vectors-judge.test.ts': ['ledger-judge-1', 'ledger-judge-2', 'ledger-bundle'],
  'packages/ledger/src/vectors.test.ts': ['ledger-decode', 'ledger-bytes', 'ledger-script'],
}
const cases = Object.fromEntries(
  Object.entries(vectorFiles).map(([test, names]) => [test, names.flatMap((name) => casesOf(name))]),
)
const { openSignatureChecks } = await import('../packages/crypto/src/native.ts')
const { checks } = await openSignatureChecks()

/** @param {string} name */
function casesOf(name) {
  return JSON.parse(readFileSync(join(vectors, 'vectors', `${name}.json`), 'utf8')).cases
}

/**
 * Does the rule's test fail with the rule switched off?
 * @param {Rule} rule
 */
async function isNoticed(rule) {
  return rule.test in cases ? failsVectors(rule) : failsTest(rule)
}

/** @param {{ file: string, find: string, replace: string, test: string }} change */
async function failsVectors({ file, find, replace, test }) {
  const { runLedgerVector, runJudgeVector } = await withChange(
    { file: join(root, file), find, replace },
    async (load) => ({
      ...(await load(join(root, 'packages/ledger/src/vectors.ts'))),
      ...(await load(join(root, 'packages/ledger/src/vectors-judge.ts'))),
    }),
  )
  return (cases[test] ?? []).some(({ kind, input, expect }) => {
    try {
      const answer = runLedgerVector(kind, input) ?? runJudgeVector(kind, input, { checks })
      return !isDeepStrictEqual(answer ?? null, expect)
    } catch {
      return true
    }
  })
}

/** @param {{ file: string, find: string, replace: string, test: string }} change */
function failsTest({ file, find, replace, test }) {
  const path = join(copy, file)
  const source = readFileSync(path, 'utf8')
  if (source.split(find).length !== 2) throw new Error(`${file}: not there exactly once: ${find}`)
  writeFileSync(
    path,
    source.replace(find, () => replace),
  )
  const done = spawnSync('vitest', ['run', test, '--bail=1', '--reporter=dot'], {
    cwd: copy,
    env,
    encoding: 'utf8',
  })
  writeFileSync(path, source)
  if (!/Tests .*(failed|passed)/.test(stripVTControlCharacters(done.stdout)))
    throw new Error(`${test} did not run: ${done.stderr}`)
  return done.status !== 0
}

for (const test of Object.keys(cases)) {
  if (await failsVectors({ file: 'nothing', find: '', replace: '', test }))
    throw new Error(`${test} fails as it is`)
}
const survivors = []
for (const [number, rule] of chosen.entries()) {
  const noticed = await isNoticed(rule)
  if (!noticed) survivors.push(rule)
  console.log(
    `${number + 1}/${chosen.length} ${noticed ? 'noticed ' : 'SURVIVES'} ${rule.section}: ${rule.rule}`,
  )
}
rmSync(copy, { recursive: true })

const titles = {
  1: 'ledger.md 1: elements and amounts',
  2: 'ledger.md 2: transactions',
  3: 'ledger.md 3: layers',
  4: 'ledger.md 4: value and credit principles',
  5: 'ledger.md 5, 11: scripts',
  6: 'ledger.md 6: debt',
  7: 'ledger.md 7: records',
  8: 'ledger.md 8: penalty',
  9: 'ledger.md 9: foundation groups',
  10: 'ledger.md 10: state',
  keys: 'keys.md: hardware keys',
  collective: 'collective.md',
  configuration: 'configuration.md',
}
const lines = [
  '# Rules, where they stand, and what fails without them',
  '',
  'Written by `npm run rules`, which switches each rule off in a copy of the packages and runs the test named. The',
  'changes it makes are in `test/rules/rules.json`. The tests named `vectors*` need the shared vectors.',
]
for (const [section, title] of Object.entries(titles)) {
  lines.push('', `## ${title}`, '', '| rule | where | fails when switched off |', '| --- | --- | --- |')
  for (const one of rules.filter((rule) => rule.section === section)) {
    const name = one.test.replace('packages/', '')
    const noticed = survivors.includes(one) ? `nothing: **${name} does not notice**` : `\`${name}\``
    lines.push(
      `| ${one.rule.replaceAll('|', '\\|')} | \`${one.file.replace('packages/', '')}\` | ${noticed} |`,
    )
  }
}
if (wanted.length === 0) {
  writeFileSync(join(root, 'docs/rules.md'), `${lines.join('\n')}\n`)
  spawnSync('biome', ['format', '--write', 'docs/rules.md'], { cwd: root, env })
}
console.log(`${chosen.length - survivors.length} noticed, ${survivors.length} survive`)
process.exitCode = survivors.length === 0 ? 0 : 1
