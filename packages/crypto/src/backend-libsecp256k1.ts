import type { SignatureChecks } from './signature-checks.ts'

const libraryNames = ['libsecp256k1.so.1', 'libsecp256k1.so.2', 'libsecp256k1.dylib']
const noCapability = 1
const opaqueKeyBytes = 64

type Schnorr = SignatureChecks['schnorr']

/** BIP340 by the system's libsecp256k1 over FFI; undefined where koffi or the library is absent. */
export async function openLibsecp256k1(): Promise<Schnorr | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    const library = firstOf(libraryNames, (name) => koffi.load(name))
    return library && schnorrOf(library)
  } catch {
    return undefined
  }
}

/** An opened shared library, as koffi gives it. */
export type Library = { func: (definition: string) => (...args: unknown[]) => unknown }

function schnorrOf(library: Library): Schnorr {
  const create = library.func('void *secp256k1_context_create(unsigned int flags)')
  const parse = library.func(
    'int secp256k1_xonly_pubkey_parse(void *ctx, _Out_ uint8_t *pubkey, const uint8_t *input32)',
  )
  const verify = library.func(
    'int secp256k1_schnorrsig_verify(void *ctx, const uint8_t *sig, const uint8_t *msg, size_t length, const uint8_t *pubkey)',
  )
  const context = create(noCapability)
  const key = new Uint8Array(opaqueKeyBytes)
  return (signature, message, publicKey) => {
    if (signature.length !== 64 || publicKey.length !== 32) return false
    if (parse(context, key, publicKey) !== 1) return false
    return verify(context, signature, message, message.length, key) === 1
  }
}

/** The first of the names that opens. */
export function firstOf<T>(names: readonly string[], open: (name: string) => T): T | undefined {
  for (const name of names) {
    try {
      return open(name)
    } catch {
      // this name is not installed here; the next may be
    }
  }
  return undefined
}
