import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { nobleBallotCurve, type SignatureChecks } from '@vc/crypto'
import { openBlst } from '@vc/crypto/native'
import {
  type PublicVectorTools,
  runBip32,
  runBip39,
  runBip340,
  runInclusion,
  runWebauthn,
  runWycheproof,
  type VectorResult,
} from '@vc/crypto/vectors-public'
import { runBitcoinScripts } from '@vc/ledger/vectors-bitcoin'

/** A file of public vectors and what came of its cases; `unused`: why none of them asks anything of this ledger. */
export type PublicFile = { readonly path: string } & (
  | { readonly results: readonly VectorResult[] }
  | { readonly unused: string; readonly cases: number }
)

type Runner = (data: never, tools: PublicVectorTools) => readonly VectorResult[]

const runners: Readonly<Record<string, Runner>> = {
  'btc-keys/bip32.json': runBip32,
  'btc-keys/bip39.json': runBip39,
  'schnorr/bip340.json': runBip340,
  'merkle/rfc6962_inclusion.json': runInclusion,
  'webauthn/webauthn_l3.json': runWebauthn,
  'btc-script/script_tests.json': runBitcoinScripts,
}

/** By folder or file: what the ledger does not use. */
const unused: readonly (readonly [RegExp, string])[] = [
  [/^asvs\//, 'a checklist, not vectors'],
  [/^btc-keys\/slip39/, 'SLIP39: phrases are not shared out (keys.md)'],
  [/^btc-keys\//, 'addresses and texts of Bitcoin: ours are bech32m of their own (keys.md)'],
  [/^btc-tx\//, 'transactions, scripts and blocks in Bitcoin’s serialisation: ours is another (ledger.md 2)'],
  [/^btc-script\/bch/, 'opcodes of Bitcoin Cash: disabled here (ledger.md 5)'],
  [/^btc-script\/tapscript/, 'taproot outputs: not in this ledger'],
  [/^btc-script\//, 'digests and transactions of Bitcoin: ours are others (ledger.md 5)'],
  [/^schnorr\/bip327/, 'MuSig2: no key of the ledger is made of several (collective.md)'],
  [/^schnorr\/bip341/, 'taproot outputs: not in this ledger'],
  [/^schnorr\//, 'ECDSA signing over secp256k1: the ledger signs by BIP340'],
  [/^ed25519\//, 'Ed25519: no signature of the ledger'],
  [/^merkle\//, 'consistency and subtree proofs: the ledger proves inclusion only (consensus.md 2)'],
  [/^encoding\//, 'texts of forms and APIs: no parser of the ledger reads JSON (keys.md)'],
  [/^wycheproof\/bls_/, 'BLS: votes use the possession suite alone (collective.md)'],
  [/^wycheproof\//, 'not a signature of the ledger: the duty of the library that is used elsewhere'],
]

/** Runs one file of the folder `public`; undefined for a file that holds no vectors. */
export async function runPublicFile(
  folder: string,
  path: string,
  checks: SignatureChecks,
): Promise<PublicFile | undefined> {
  const name = path.slice(folder.length + 1)
  const data: unknown = JSON.parse(await readFile(path, 'utf8'))
  const tools = { checks, curve: (await openBlst()) ?? nobleBallotCurve }
  const run = runners[name]
  if (run !== undefined) return { path, results: run(data as never, tools) }
  const wycheproof = name.startsWith('wycheproof/') && runWycheproof(basename(name), data as never, tools)
  if (wycheproof) return { path, results: wycheproof }
  const [, why] = unused.find(([pattern]) => pattern.test(name)) ?? []
  return why === undefined ? undefined : { path, unused: why, cases: countCases(data) }
}

/** The JSON files in the folders of `public`, by path. */
export async function publicFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  return entries
    .filter((name) => name.endsWith('.json') && dirname(name) !== '.')
    .map((name) => join(folder, name))
    .sort()
}

function countCases(data: unknown): number {
  if (Array.isArray(data)) return data.length
  if (typeof data !== 'object' || data === null) return 0
  const number = Reflect.get(data, 'numberOfTests')
  if (typeof number === 'number') return number
  const lists = Object.values(data).filter(Array.isArray)
  return lists.reduce((sum, list) => sum + list.length, 0)
}
