import { schnorr } from '@noble/curves/secp256k1.js'

/** The x-only public key, 32 bytes, of a secret of 32 bytes between 1 and n-1 (throws on another: a defect of ours). */
export function schnorrPublicKey(secret: Uint8Array): Uint8Array {
  return schnorr.getPublicKey(secret)
}

/**
 * BIP340 signature, 64 bytes, of a message of any length. `aux` is 32 bytes of fresh randomness; without it the
 * signature is deterministic (zeros).
 */
export function signSchnorr(
  message: Uint8Array,
  secret: Uint8Array,
  aux: Uint8Array = new Uint8Array(32),
): Uint8Array {
  return schnorr.sign(message, secret, aux)
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
