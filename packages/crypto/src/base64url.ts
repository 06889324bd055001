import { base64urlnopad } from '@scure/base'

/** Base64 with the alphabet of URLs and no padding (RFC 4648, 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes)
}

/** Strict inverse of `encodeBase64url`: padding, other signs and spare bits give undefined. */
export function decodeBase64url(text: string): Uint8Array | undefined {
  try {
    return base64urlnopad.decode(text)
  } catch {
    return undefined
  }
}
