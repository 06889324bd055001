import { schnorr } from '@noble/curves/secp256k1.js'
import { assert } from '@vc/kernel'
import { equalBytes } from './bytes.ts'

/** BIP340 over a message of 32 bytes, without fresh randomness: same message, same signature. */
export type SchnorrSigner = (message32: Uint8Array, secret32: Uint8Array) => Uint8Array

/** What signs, and gives the x-only key of a secret. */
export type SchnorrKeys = {
  readonly sign: SchnorrSigner
  readonly publicKey: (secret32: Uint8Array) => Uint8Array
}

const plainKeys: SchnorrKeys = {
  sign: (message, secret) => schnorr.sign(message, secret, noRandomness),
  publicKey: (secret) => schnorr.getPublicKey(secret),
}
const noRandomness = new Uint8Array(32)
let keys = plainKeys

/**
 * Takes faster keys into use for the whole process: for simulations, where half of a run is signing and nobody watches
 * its time. Throws when they do not sign as noble does.
 */
export function useSchnorrKeys(faster: SchnorrKeys): void {
  assert(signsAlike(faster), 'faster keys sign as noble does')
  keys = faster
}

/** Do these keys give what noble gives, on a trial? */
export function signsAlike({ sign, publicKey }: SchnorrKeys): boolean {
  const [message, secret] = [new Uint8Array(32).fill(5), new Uint8Array(32).fill(3)]
  return (
    equalBytes(sign(message, secret), plainKeys.sign(message, secret)) &&
    equalBytes(publicKey(secret), plainKeys.publicKey(secret))
  )
}

/** The x-only public key, 32 bytes, of a secret of 32 bytes between 1 and n-1 (throws on another: a defect of ours). */
export function schnorrPublicKey(secret: Uint8Array): Uint8Array {
  return keys.publicKey(secret)
}

/**
 * BIP340 signature, 64 bytes, of a message of any length. `aux` is 32 bytes of fresh randomness; without it the
 * signature is deterministic (zeros).
 */
export function signSchnorr(message: Uint8Array, secret: Uint8Array, aux?: Uint8Array): Uint8Array {
  if (aux === undefined && message.length === 32) return keys.sign(message, secret)
  return schnorr.sign(message, secret, aux ?? noRandomness)
}

/** BIP340 verification; a wrong length, a point not on the curve or a number out of range gives false. */
export function verifySchnorr(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false
  try {
    return schnorr.verify(signature, message, publicKey)
  } catch {
    return false
  }
}
