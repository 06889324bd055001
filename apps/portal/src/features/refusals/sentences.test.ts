import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import en from '../../messages/en/refusals.json' with { type: 'json' }
import zh from '../../messages/zh/refusals.json' with { type: 'json' }

const root = join(import.meta.dirname, '../../../../..')
const patterns = [/RefusedHere\(\s*'([a-z0-9-]+)'/g, /refusalToError\(\{\s*code: '([a-z0-9-]+)'/g]
const sources = ['apps/portal/src', 'packages/api/src'].flatMap((folder) =>
  globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }).filter((name) => !name.includes('.test.')),
)

test('every code that the portal or its API refuses with has a sentence in both languages', () => {
  const codes = sources.flatMap((name) => {
    const text = readFileSync(join(root, name), 'utf8')
    return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => code ?? ''))
  })
  expect(codes.length).toBeGreaterThan(300)
  expect(codes.filter((code) => !(code in en) || !(code in zh))).toEqual([])
})
