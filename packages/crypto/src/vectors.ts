import { parseHex, toHex } from './bytes.ts'
import { deriveKey, derivePublic, parseExtendedKey, parsePath } from './extended-key.ts'
import { hash160, hash256, ripemd160 } from './hash.ts'
import { signSchnorr } from './schnorr.ts'
import { nobleChecks, type SignatureChecks } from './signature-checks.ts'

type Run = (
  text: (field: string) => string,
  bytes: (field: string) => Uint8Array,
  checks: SignatureChecks,
) => unknown

const runs: Readonly<Record<string, Run>> = {
  ripemd160: (_, bytes) => toHex(ripemd160(bytes('data'))),
  hash160: (_, bytes) => toHex(hash160(bytes('data'))),
  hash256: (_, bytes) => toHex(hash256(bytes('data'))),
  'bip340.sign': (_, bytes) => orNull(() => toHex(signSchnorr(bytes('msg'), bytes('sk'), bytes('aux')))),
  'bip340.verify': (_, bytes, checks) => checks.schnorr(bytes('sig'), bytes('msg'), bytes('pk')),
  'bip32.derive': (text, bytes) => derived(bytes('seed'), text('path')),
  'bip32.public': (text) => derivePublic(text('xpub'), text('path'))?.xpub ?? null,
  'bip32.parse': (text) => parseExtendedKey(text('key')) !== undefined,
}

/** The kinds of vectors that `runCryptoVector` knows. */
export const cryptoVectorKinds: readonly string[] = Object.keys(runs)

/**
 * What this package gives for one case of the shared vectors, as a JSON value to compare with `expect`: refused inputs
 * give false or null. Throws on a kind or an input that no vector has.
 */
export function runCryptoVector(
  kind: string,
  input: unknown,
  checks: SignatureChecks = nobleChecks,
): unknown {
  const run = runs[kind]
  if (run === undefined) throw new Error(`no crypto vector of kind ${kind}`)
  const text = (field: string) => textOf(input, field)
  return run(text, (field) => bytesOf(text(field), field), checks)
}

function derived(seed: Uint8Array, path: string): unknown {
  if (parsePath(path) === undefined) return null
  return orNull(() => {
    const { xprv, xpub } = deriveKey(seed, path)
    return { xprv, xpub }
  })
}

function orNull<T>(run: () => T): T | null {
  try {
    return run()
  } catch {
    return null
  }
}

function textOf(input: unknown, field: string): string {
  const value = typeof input === 'object' && input !== null ? Reflect.get(input, field) : undefined
  if (typeof value !== 'string') throw new Error(`vector without the text ${field}`)
  return value
}

function bytesOf(text: string, field: string): Uint8Array {
  const bytes = parseHex(text)
  if (bytes === undefined) throw new Error(`vector whose ${field} is not hex`)
  return bytes
}
