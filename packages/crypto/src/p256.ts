import { p256 } from '@noble/curves/nist.js'
import { compareBytes, numberToBytes } from './bytes.ts'

const order = p256.Point.Fn.ORDER
const zero = new Uint8Array(32)
const lastScalar = numberToBytes(order - 1n, 32)
const halfOrder = numberToBytes(order >> 1n, 32)

/** The compressed P-256 public key, 33 bytes, of a secret of 32 bytes (throws on one out of range). */
export function p256PublicKey(secret: Uint8Array): Uint8Array {
  return p256.getPublicKey(secret, true)
}

/** Deterministic ECDSA over SHA256(message): r|s in 64 bytes with s in the lower half (keys.md, rule 5). */
export function signP256(message: Uint8Array, secret: Uint8Array): Uint8Array {
  return p256.sign(message, secret, { prehash: true, lowS: true, format: 'compact' })
}

/** ECDSA over SHA256(message) with r|s in 64 bytes; either half for s. A refused input gives false. */
export function verifyP256(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 33) return false
  try {
    return p256.verify(signature, message, publicKey, { prehash: true, lowS: false, format: 'compact' })
  } catch {
    return false
  }
}

/** Whether 64 bytes hold 1 <= r < n and 1 <= s <= n/2: the only signatures the ledger takes (keys.md, rule 5). */
export function isLowP256Signature(signature: Uint8Array): boolean {
  return isInRange(signature, halfOrder)
}

/** Whether 64 bytes hold r and s from 1 to n − 1: what can be a signature at all. */
export function isP256Signature(signature: Uint8Array): boolean {
  return isInRange(signature, lastScalar)
}

function isInRange(signature: Uint8Array, mostS: Uint8Array): boolean {
  if (signature.length !== 64) return false
  return isBetween(signature.subarray(0, 32), lastScalar) && isBetween(signature.subarray(32), mostS)
}

/** Is this big-endian number at least 1 and at most `most`? Without making numbers of them. */
function isBetween(number: Uint8Array, most: Uint8Array): boolean {
  return compareBytes(number, zero) > 0 && compareBytes(number, most) <= 0
}

/** What an authenticator gives (DER with any s, or raw r|s) as raw 64 bytes with low s; undefined when malformed. */
export function normaliseP256Signature(derOrRaw: Uint8Array): Uint8Array | undefined {
  try {
    const { r, s } = p256.Signature.fromBytes(derOrRaw, derOrRaw.length === 64 ? 'compact' : 'der')
    return new p256.Signature(r, s > order >> 1n ? order - s : s).toBytes('compact')
  } catch {
    return undefined
  }
}
