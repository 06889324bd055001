import { createHash } from 'node:crypto'
import { build, type Plugin } from 'vite'

/** What the bundle holds: these packages are loaded from it and from nowhere else. */
const held: ReadonlySet<string> = new Set(['@vc/kernel', '@vc/crypto', '@vc/ledger'])

let made: Promise<string> | undefined

/** The ledger bundle (`src/bundle.ts`): one ES module without imports, the same bytes for the same sources. */
export function ledgerBundle(): Promise<string> {
  made ??= bundle()
  return made
}

/** Builds it, in memory. */
export function buildLedger() {
  return build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: 'src/bundle.ts', formats: ['es'], fileName: 'ledger' },
    },
  })
}

async function bundle(): Promise<string> {
  const [built] = [await buildLedger()].flat()
  const [chunk, ...more] = built && 'output' in built ? built.output : []
  if (chunk?.type !== 'chunk' || more.length > 0) throw new Error('the ledger is one file')
  if (chunk.imports.length > 0) throw new Error(`the ledger imports ${chunk.imports.join(', ')}`)
  return chunk.code
}

/** Where a build puts the bundle, and how its pages name that folder; `kept`: its files are never asked for again. */
type Place = { readonly folder: string; readonly at: string; readonly kept: boolean }

/** A build beside the bundle: what it imports of kernel, crypto and ledger comes from that file, which it puts in its place. */
export function besideLedger({ folder, at, kept }: Place): Plugin {
  const name = async () => (kept ? `ledger-${digestOf(await ledgerBundle())}.js` : 'ledger.js')
  return {
    name: 'beside-the-ledger',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source) {
      return held.has(source) ? { id: `${at}${await name()}`, external: true } : undefined
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: `${folder}${await name()}`, source: await ledgerBundle() })
    },
  }
}

/** A name that changes with the bytes. */
const digestOf = (code: string) => createHash('sha256').update(code).digest('hex').slice(0, 16)
