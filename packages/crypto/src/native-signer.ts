import { openSecp256k1Library } from './backend-libsecp256k1.ts'
import { lately } from './lately.ts'
import type { Library } from './libcrypto.ts'
import { type SchnorrKeys, type SchnorrSigner, schnorrPublicKey, signSchnorr, signsAlike } from './schnorr.ts'

const noCapability = 1
const keypairBytes = 96
const keysKept = 16_384

/**
 * The fastest keys of this machine that sign as noble does, for whoever signs thousands: simulations and measurements.
 * libsecp256k1, else WASM, else what is in use. Not hardened against who watches its time.
 */
export async function openSchnorrKeys(): Promise<SchnorrKeys> {
  for (const open of [byLibrary, byWasm]) {
    const found = await open().catch(() => undefined) // not on this machine
    if (found !== undefined && signsAlike(found)) return found
  }
  return { sign: (message, secret) => signSchnorr(message, secret), publicKey: schnorrPublicKey }
}

/** The signer alone. */
export async function openSchnorrSigner(): Promise<SchnorrSigner> {
  return (await openSchnorrKeys()).sign
}

async function byWasm(): Promise<SchnorrKeys> {
  const { signSchnorr: sign, xOnlyPointFromScalar } = await import('tiny-secp256k1')
  return {
    sign: (message, secret) => new Uint8Array(sign(message, secret)),
    publicKey: (secret) => new Uint8Array(xOnlyPointFromScalar(secret)),
  }
}

async function byLibrary(): Promise<SchnorrKeys | undefined> {
  const library = await openSecp256k1Library()
  return library && keysOf(library)
}

function keysOf(library: Library): SchnorrKeys {
  const of = (name: string, count: number) =>
    library.func(name, 'int', new Array<string>(count).fill('void *'))
  const context = library.func('secp256k1_context_create', 'void *', ['unsigned int'])(noCapability)
  const create = of('secp256k1_keypair_create', 3)
  const sign = of('secp256k1_schnorrsig_sign32', 5)
  const publicOf = of('secp256k1_keypair_xonly_pub', 4)
  const write = of('secp256k1_xonly_pubkey_serialize', 3)
  const pairOf = lately(keysKept, (secret) => {
    const pair = new Uint8Array(keypairBytes)
    return worked(create(context, pair, secret), pair)
  })
  return {
    sign: (message, secret) => {
      const signature = new Uint8Array(64)
      return worked(sign(context, signature, message, pairOf(secret), null), signature)
    },
    publicKey: (secret) => {
      const [opaque, key] = [new Uint8Array(64), new Uint8Array(32)]
      worked(publicOf(context, opaque, null, pairOf(secret)), opaque)
      return worked(write(context, key, opaque), key)
    },
  }
}

/** A secret is between 1 and n - 1; the library refuses nothing else. */
function worked<T>(answer: unknown, made: T): T {
  if (answer !== 1) throw new Error('a secret is between 1 and n - 1')
  return made
}
