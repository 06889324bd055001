import { createPublicKey, ECDH, type KeyObject, verify } from 'node:crypto'
import { encodeBase64url } from './base64url.ts'
import { lately } from './lately.ts'
import type { SignatureChecks } from './signature-checks.ts'

const defaultCapacity = 4096

/** ECDSA P-256 by OpenSSL. Importing a key costs more than a check, so the last used keys are kept. */
export function nodeP256(capacity = defaultCapacity): SignatureChecks['p256'] {
  const keyOf = lately(capacity, importKey)
  return (signature, message, publicKey) => {
    if (signature.length !== 64 || publicKey.length !== 33) return false
    const key = keyOf(publicKey)
    if (key === undefined) return false
    try {
      return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
    } catch {
      return false
    }
  }
}

/** The key of 33 bytes, or undefined when they are no point of the curve. */
function importKey(publicKey33: Uint8Array): KeyObject | undefined {
  if (publicKey33[0] !== 2 && publicKey33[0] !== 3) return undefined
  try {
    const point = ECDH.convertKey(publicKey33, 'prime256v1', undefined, undefined, 'uncompressed')
    const bytes = typeof point === 'string' ? Buffer.from(point, 'latin1') : point
    const jwk = { kty: 'EC', crv: 'P-256', x: part(bytes, 1), y: part(bytes, 33) }
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return undefined
  }
}

const part = (point: Uint8Array, at: number) => encodeBase64url(point.subarray(at, at + 32))
