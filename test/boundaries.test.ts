import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** What may import what: docs/architecture.md. An arrow that is not here needs a decision record first. */
const mayImport: Record<string, readonly string[]> = {
  kernel: [],
  tabular: ['kernel'],
  crypto: ['kernel'],
  ledger: ['kernel', 'crypto'],
  consensus: ['kernel', 'crypto', 'ledger'],
  admission: ['kernel', 'ledger', 'tabular'],
  nfr: ['kernel', 'crypto', 'ledger', 'tabular'],
  certificates: ['kernel', 'crypto', 'ledger', 'tabular'],
  settlement: ['kernel', 'crypto', 'ledger', 'tabular'],
  acts: ['kernel', 'crypto', 'ledger'],
  client: ['kernel', 'crypto', 'ledger'],
  trace: ['kernel'],
  jobs: [],
  ui: [],
  db: ['kernel', 'crypto', 'ledger', 'consensus', 'admission', 'nfr', 'certificates', 'settlement', 'trace'],
  api: [
    'kernel',
    'crypto',
    'ledger',
    'consensus',
    'admission',
    'nfr',
    'certificates',
    'settlement',
    'tabular',
    'client',
    'jobs',
    'db',
  ],
  node: ['kernel', 'crypto', 'ledger', 'consensus', 'client', 'trace'],
  worker: [
    'kernel',
    'crypto',
    'ledger',
    'consensus',
    'admission',
    'nfr',
    'certificates',
    'settlement',
    'tabular',
    'client',
    'jobs',
    'db',
    'api',
    'trace',
  ],
  verifier: ['kernel', 'crypto', 'ledger', 'consensus', 'acts', 'ui'],
  portal: [
    'acts',
    'kernel',
    'crypto',
    'ledger',
    'consensus',
    'ui',
    'api',
    'client',
    'db',
    'jobs',
    'settlement',
    'nfr',
    'certificates',
    'admission',
    'tabular',
    'trace',
  ],
  cli: [
    'kernel',
    'admission',
    'crypto',
    'ledger',
    'consensus',
    'client',
    'db',
    'node',
    'api',
    'worker',
    'settlement',
    'nfr',
    'certificates',
    'admission',
    'jobs',
    'tabular',
  ],
  launcher: ['kernel', 'crypto', 'ledger', 'client', 'db', 'node', 'api'],
}

/** Packages that decide: no I/O, no clock, no randomness, no environment. */
const pure = [
  'kernel',
  'tabular',
  'crypto',
  'ledger',
  'consensus',
  'acts',
  'admission',
  'nfr',
  'certificates',
  'settlement',
]
const nodeOnly = /packages\/crypto\/src\/(native|backend-)/

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'node_modules' || name === '.next' || name === 'dist') return []
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

const houses = ['packages', 'apps'].flatMap((kind) =>
  readdirSync(join(root, kind)).map((name) => ({ name, folder: join(root, kind, name) })),
)
const isTest = (path: string) => /\.(test|spec|config)\.tsx?$|testing|test-kit|\/e2e\//.test(path)

function importsOf(path: string): { line: number; from: string }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, i) => {
      const from = /(?<!\.)\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/.exec(text)?.[1]
      return from ? [{ line: i + 1, from }] : []
    })
}

test('imports follow the arrows of the architecture', () => {
  const wrong = houses.flatMap(({ name, folder }) =>
    sources(folder).flatMap((path) =>
      importsOf(path).flatMap(({ line, from }) => {
        const target = /^@vc\/([a-z]+)/.exec(from)?.[1]
        const fine = !target || target === name || (mayImport[name] ?? []).includes(target) || isTest(path)
        return fine
          ? []
          : [`${relative(root, path)}:${line} imports ${from}: not an arrow of docs/architecture.md`]
      }),
    ),
  )
  expect(wrong).toEqual([])
})

test('acts and people know nothing of the routers that ask them', () => {
  const below = /packages\/api\/src\/(acts|people)\//
  const wrong = sources(join(root, 'packages/api/src'))
    .filter((path) => below.test(path) && !isTest(path))
    .flatMap((path) =>
      importsOf(path)
        .filter(({ from }) => from.startsWith('../routers/'))
        .map(({ line, from }) => `${relative(root, path)}:${line} imports ${from}`),
    )
  expect(wrong).toEqual([])
})

test('only crypto imports the cryptographic libraries', () => {
  const wrong = houses
    .filter(({ name }) => name !== 'crypto')
    .flatMap(({ folder }) =>
      sources(folder)
        .filter((path) => !isTest(path))
        .flatMap((path) =>
          importsOf(path)
            .filter(({ from }) => /^@(noble|scure)\//.test(from))
            .map(({ line }) => `${relative(root, path)}:${line}: use @vc/crypto`),
        ),
    )
  expect(wrong).toEqual([])
})

test('the pure ring opens nothing, asks no clock and draws nothing at random', () => {
  const forbidden =
    /\bDate\.now\b|new Date\(\)|Math\.random|process\.env|console\.|from 'node:|performance\.now/
  const wrong = houses
    .filter(({ name }) => pure.includes(name))
    .flatMap(({ folder }) =>
      sources(folder)
        .filter((path) => !isTest(path) && !nodeOnly.test(path))
        .flatMap((path) =>
          readFileSync(path, 'utf8')
            .split('\n')
            .flatMap((text, i) =>
              forbidden.test(text) && !/^\s*(\*|\/\/)/.test(text)
                ? [`${relative(root, path)}:${i + 1}: ${text.trim()}`]
                : [],
            ),
        ),
    )
  expect(wrong).toEqual([])
})

test('every import of a package is declared by the package that uses it', () => {
  const wrong = houses.flatMap(({ folder, name }) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { dependencies, devDependencies, optionalDependencies } = manifest
    const declared = { ...dependencies, ...devDependencies, ...optionalDependencies }
    return sources(folder)
      .filter((path) => !isTest(path))
      .flatMap((path) =>
        importsOf(path).flatMap(({ line, from }) => {
          const target = /^(@[^/]+\/[^/]+|[a-z][^/:]*)/.exec(from)?.[1]
          if (!target || from.startsWith('.') || from.startsWith('node:') || target === `@vc/${name}`)
            return []
          return target in declared
            ? []
            : [`${relative(root, path)}:${line}: ${target} is not in its package.json`]
        }),
      )
  })
  expect(wrong).toEqual([])
})
