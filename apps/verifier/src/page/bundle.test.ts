import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { buildLedger, ledgerBundle } from '../../../../packages/ledger/bundle.config.ts'

/** Whose code runs when an act is read and signed, by name (reliability.md 6.6): at most fifteen, each looked at. */
const audited = [
  '@noble/curves',
  '@noble/hashes',
  '@scure/base',
  '@scure/bip32',
  '@scure/bip39',
  '@simplewebauthn/browser',
  'class-variance-authority',
  'clsx',
  'lucide-react',
  'react',
  'react-dom',
  'scheduler',
  'tailwind-merge',
]

const root = join(import.meta.dirname, '../..')
const page = await build({ root, logLevel: 'silent', build: { write: false } })
const files = 'output' in page ? page.output : []

/** Whose modules a build is made of: packages of others, and parts of our own. */
function partsOf(made: Awaited<ReturnType<typeof build>>) {
  const outputs = [made].flat().flatMap((one) => ('output' in one ? one.output : []))
  const modules = outputs.flatMap((one) => (one.type === 'chunk' ? Object.entries(one.modules) : []))
  const used = modules.filter(([, { renderedLength }]) => renderedLength > 0).map(([id]) => id)
  const nameOf = (id: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1]
  return {
    foreign: used.flatMap((id) => nameOf(id) ?? []),
    own: used.flatMap((id) => /\/(?:packages|apps)\/([a-z]+)\/src\//.exec(id)?.[1] ?? []),
  }
}

test('the page is made of the ledger, the sheet and the packages that are named here, and of nothing else', async () => {
  const [own, ledger] = [partsOf(page), partsOf(await buildLedger())]
  const all = (of: 'foreign' | 'own') => [...new Set([...own[of], ...ledger[of]])].sort()
  expect(all('foreign')).toEqual(audited)
  expect(all('own')).toEqual(['acts', 'crypto', 'kernel', 'ledger', 'ui', 'verifier'])
})

test('kernel, crypto and ledger come from the bundle that others load, too, and from nowhere else', async () => {
  const { own } = partsOf(page)
  expect([...new Set(own)].sort()).toEqual(['acts', 'ui', 'verifier'])
  const code = await ledgerBundle()
  const beside = files
    .filter((one) => one.type === 'asset' && one.source === code)
    .map(({ fileName }) => fileName)
  expect(beside).toEqual([expect.stringMatching(/^assets\/ledger-[0-9a-f]{16}\.js$/)])
  const imports = files.flatMap((one) => (one.type === 'chunk' ? one.imports : []))
  expect(imports).toEqual(beside.map((name) => `/${name}`))
})
