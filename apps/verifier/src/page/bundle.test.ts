import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'

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

test('the page is made of the ledger, the sheet and the packages that are named here, and of nothing else', async () => {
  const root = join(import.meta.dirname, '../..')
  const made = await build({ root, logLevel: 'silent', build: { write: false } })
  const chunks = 'output' in made ? made.output.filter((one) => one.type === 'chunk') : []
  const modules = chunks.flatMap(({ modules }) => Object.entries(modules))
  const used = modules.filter(([, { renderedLength }]) => renderedLength > 0).map(([id]) => id)
  const nameOf = (id: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1]
  const foreign = new Set(used.flatMap((id) => nameOf(id) ?? []))
  expect([...foreign].sort()).toEqual(audited)
  const own = new Set(used.flatMap((id) => /\/(?:packages|apps)\/([a-z]+)\/src\//.exec(id)?.[1] ?? []))
  expect([...own].sort()).toEqual(['acts', 'crypto', 'kernel', 'ledger', 'ui', 'verifier'])
})
