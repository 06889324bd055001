import { ed25519 } from '@noble/curves/ed25519.js'

/** Ed25519 by RFC 8032, the strict reading; a wrong length or a point not on the curve gives false. */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}

/** Is this a point of the curve, as a node's key on the network is? */
export function isEd25519Key(key: Uint8Array): boolean {
  try {
    ed25519.Point.fromBytes(key).assertValidity()
    return true
  } catch {
    return false
  }
}

/** Signature, 64 bytes, and the public key, 32 bytes, of a secret seed of 32 bytes. */
export const signEd25519 = (message: Uint8Array, seed: Uint8Array): Uint8Array => ed25519.sign(message, seed)
export const ed25519PublicKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed)
