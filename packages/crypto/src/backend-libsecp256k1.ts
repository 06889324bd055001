import { firstOf, type Library } from './libcrypto.ts'
import type { SignatureChecks } from './signature-checks.ts'

const libraryNames = ['libsecp256k1.so.1', 'libsecp256k1.so.2', 'libsecp256k1.dylib']
const noCapability = 1
const keyBytes = 32
const opaqueKeyBytes = 64
/** A power of two. */
const placesOfKeys = 16_384
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
  const { opaque, lay } = layingKeys(library, context)
  const [signature, message] = [new Uint8Array(64), new Uint8Array(messageBytes)]
  return (given, text, publicKey) => {
    if (given.length !== 64 || publicKey.length !== keyBytes || !lay(publicKey)) return false
    signature.set(given)
    const isShort = text.length <= messageBytes
    if (isShort) message.set(text)
    return verify(context, signature, isShort ? message : text, text.length, opaque) === 1
  }
}

type KeyLayer = {
  /** Begins with the key last laid down, as the library holds it. */
  readonly opaque: Uint8Array
  /** False for bytes that are no key. */
  readonly lay: (key32: Uint8Array) => boolean
}

/**
 * Keys as the library holds them: a square root each, so they are worth keeping. Every key has a place, by its first
 * bytes, and takes it from whoever was there; all of it is one piece of memory, since most keys sign but once.
 */
function layingKeys(library: Library, context: unknown): KeyLayer {
  const parse = library.func('secp256k1_xonly_pubkey_parse', 'int', ['void *', 'void *', 'void *'])
  const opaque = new Uint8Array(opaqueKeyBytes * (1 + placesOfKeys))
  const keys = new Uint8Array(keyBytes * placesOfKeys)
  const isTaken = new Uint8Array(placesOfKeys)
  const asked = new Uint8Array(keyBytes)
  const isAt = (place: number, key: Uint8Array) => {
    if (isTaken[place] === 0) return false
    for (let i = 0; i < keyBytes; i += 1) if (keys[keyBytes * place + i] !== key[i]) return false
    return true
  }
  const keep = (place: number, key: Uint8Array) => {
    opaque.copyWithin(opaqueKeyBytes * (1 + place), 0, opaqueKeyBytes)
    keys.set(key, keyBytes * place)
    isTaken[place] = 1
  }
  const lay = (key: Uint8Array) => {
    const place = placeOf(key)
    const from = opaqueKeyBytes * (1 + place)
    if (isAt(place, key)) opaque.copyWithin(0, from, from + opaqueKeyBytes)
    else {
      asked.set(key)
      if (parse(context, opaque, asked) !== 1) return false
      keep(place, key)
    }
    return true
  }
  return { opaque, lay }
}

const placeOf = (key: Uint8Array) => (((key[0] ?? 0) << 8) | (key[1] ?? 0)) & (placesOfKeys - 1)
