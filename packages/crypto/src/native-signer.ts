import { openSecp256k1Library } from './backend-libsecp256k1.ts'
import { equalBytes } from './bytes.ts'
import { lately } from './lately.ts'
import type { Library } from './libcrypto.ts'
import { signSchnorr } from './schnorr.ts'

/** BIP340 over a message of 32 bytes, without fresh randomness: same message, same signature. */
export type SchnorrSigner = (message32: Uint8Array, secret32: Uint8Array) => Uint8Array

const noCapability = 1
const keypairBytes = 96
const keysKept = 16_384
const trial = [new Uint8Array(32).fill(5), new Uint8Array(32).fill(3)] as const

/**
 * The fastest signer of this machine that signs as noble does, for whoever signs thousands: simulations and
 * measurements. libsecp256k1, else WASM, else noble. Not hardened against who watches its time.
 */
export async function openSchnorrSigner(): Promise<SchnorrSigner> {
  const expected = signSchnorr(...trial)
  for (const open of [byLibrary, byWasm]) {
    const signer = await open().catch(() => undefined) // not on this machine
    if (signer !== undefined && equalBytes(signer(...trial), expected)) return signer
  }
  return (message, secret) => signSchnorr(message, secret)
}

async function byWasm(): Promise<SchnorrSigner> {
  const { signSchnorr: sign } = await import('tiny-secp256k1')
  return (message, secret) => sign(message, secret)
}

async function byLibrary(): Promise<SchnorrSigner | undefined> {
  const library = await openSecp256k1Library()
  return library && signerOf(library)
}

function signerOf(library: Library): SchnorrSigner {
  const pointers = (count: number) => new Array<string>(count).fill('void *')
  const context = library.func('secp256k1_context_create', 'void *', ['unsigned int'])(noCapability)
  const create = library.func('secp256k1_keypair_create', 'int', pointers(3))
  const sign = library.func('secp256k1_schnorrsig_sign32', 'int', pointers(5))
  const pairOf = lately(keysKept, (secret) => {
    const pair = new Uint8Array(keypairBytes)
    if (create(context, pair, secret) !== 1) throw new Error('a secret is between 1 and n - 1')
    return pair
  })
  return (message, secret) => {
    const signature = new Uint8Array(64)
    if (sign(context, signature, message, pairOf(secret), null) !== 1) throw new Error('a signature is made')
    return signature
  }
}
