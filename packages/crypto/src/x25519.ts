import { x25519 } from '@noble/curves/ed25519.js'

/** The public key, 32 bytes, of a secret of 32 bytes (RFC 7748). */
export const x25519PublicKey = (secret: Uint8Array): Uint8Array => x25519.getPublicKey(secret)

/** What two parties share, 32 bytes; undefined for a public key that shares nothing. */
export function x25519Shared(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  try {
    return x25519.getSharedSecret(secret, publicKey)
  } catch {
    return undefined
  }
}
