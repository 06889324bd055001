import { schnorr } from '@noble/curves/secp256k1.js'
import { signSchnorr as swift, xOnlyPointFromScalar } from 'tiny-secp256k1'

/** The same as `schnorr.ts`, byte for byte, by WASM: a simulator takes it in its place. Not hardened against who watches its time. */
export function schnorrPublicKey(secret: Uint8Array): Uint8Array {
  return new Uint8Array(xOnlyPointFromScalar(secret))
}

export function signSchnorr(
  message: Uint8Array,
  secret: Uint8Array,
  aux: Uint8Array = new Uint8Array(32),
): Uint8Array {
  const isPlain = message.length === 32 && aux.every((byte) => byte === 0)
  return isPlain ? new Uint8Array(swift(message, secret)) : schnorr.sign(message, secret, aux)
}

export function verifySchnorr(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false
  try {
    return schnorr.verify(signature, message, publicKey)
  } catch {
    return false
  }
}
