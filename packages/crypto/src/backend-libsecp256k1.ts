import { lately } from './lately.ts'
import { firstOf, type Library } from './libcrypto.ts'
import type { SignatureChecks } from './signature-checks.ts'

const libraryNames = ['libsecp256k1.so.1', 'libsecp256k1.so.2', 'libsecp256k1.dylib']
const noCapability = 1
const opaqueKeyBytes = 64
const keysKept = 16_384
/** Digests have 32; a longer message is handed over where it stands. */
const messageBytes = 1024

type Schnorr = SignatureChecks['schnorr']

/** BIP340 by the system's libsecp256k1 over FFI; undefined where koffi or the library is absent. */
export async function openLibsecp256k1(): Promise<Schnorr | undefined> {
  try {
    const library = await openSecp256k1Library()
    return library && schnorrOf(library)
  } catch {
    return undefined // a build without BIP340
  }
}

/** The library itself; undefined where it, or koffi, is absent. */
export async function openSecp256k1Library(): Promise<Library | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    return firstOf(libraryNames, (name): Library => koffi.load(name))
  } catch {
    return undefined
  }
}

/**
 * Arrays are handed over as bare addresses, and always the same ones: koffi takes longer over a fresh array, or one that
 * it is to copy back, than the library over a field operation.
 */
function schnorrOf(library: Library): Schnorr {
  const create = library.func('secp256k1_context_create', 'void *', ['unsigned int'])
  const verify = library.func('secp256k1_schnorrsig_verify', 'int', [
    'void *',
    'void *',
    'void *',
    'size_t',
    'void *',
  ])
  const context = create(noCapability)
  const keyOf = lately(keysKept, parserOf(library, context))
  const [signature, message] = [new Uint8Array(64), new Uint8Array(messageBytes)]
  return (given, text, publicKey) => {
    if (given.length !== 64 || publicKey.length !== 32) return false
    const key = keyOf(publicKey)
    if (key === undefined) return false
    signature.set(given)
    const isShort = text.length <= messageBytes
    if (isShort) message.set(text)
    return verify(context, signature, isShort ? message : text, text.length, key) === 1
  }
}

/** A key as the library holds it, or undefined for bytes that are none: a square root, so it is worth keeping. */
function parserOf(library: Library, context: unknown): (key32: Uint8Array) => Uint8Array | undefined {
  const parse = library.func('secp256k1_xonly_pubkey_parse', 'int', ['void *', 'void *', 'void *'])
  return (key32) => {
    const parsed = new Uint8Array(new ArrayBuffer(opaqueKeyBytes))
    return parse(context, parsed, key32) === 1 ? parsed : undefined
  }
}
