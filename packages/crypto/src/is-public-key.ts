import { p256 } from '@noble/curves/nist.js'
import { schnorr } from '@noble/curves/secp256k1.js'
import { bytesToNumber } from './bytes.ts'

/** Is this a point of its curve: 32 bytes x-only secp256k1, 33 bytes compressed P-256 (keys.md)? */
export function isPublicKey(key: Uint8Array): boolean {
  try {
    if (key.length === 32) schnorr.utils.lift_x(bytesToNumber(key)).assertValidity()
    else if (key.length === 33) p256.Point.fromBytes(key).assertValidity()
    else return false
    return true
  } catch {
    return false
  }
}
