import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const rules: readonly Readonly<Record<'rule' | 'file' | 'find' | 'replace' | 'test', string>>[] = JSON.parse(
  read('test/rules/rules.json'),
)

test('what `npm run rules` switches off for each rule stands in its file exactly once', () => {
  const lost = rules.filter(({ file, find }) => read(file).split(find).length !== 2)
  expect(lost.map(({ rule, file }) => `${file}: ${rule}`)).toEqual([])
})

test('no two rules are switched off by the same change', () => {
  const changes = rules.map(({ file, find, replace }) => `${file} ${find} ${replace}`)
  expect(new Set(changes).size).toBe(changes.length)
})

test('docs/rules.md says of every rule what notices it, and nothing of any other', () => {
  const rows = read('docs/rules.md')
    .split('\n')
    .filter((line) => /^\| (?!rule +\||-)/.test(line))
    .map((line) => line.split(/ *\| */).slice(1, 4))
  const inPackages = (path: string) => `\`${path.replace('packages/', '')}\``
  const expected = rules.map(({ rule, file, test }) => [rule, inPackages(file), inPackages(test)])
  expect(rows.map(String).sort()).toEqual(expected.map(String).sort())
})
