import { base64urlnopad } from '@scure/base'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Base64 with the alphabet of URLs and no padding (RFC 4648, 5). Every assertion asks for it, so it is done here. */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += alphabet.charAt(three >> 18) + alphabet.charAt((three >> 12) & 63)
    if (left > 1) text += alphabet.charAt((three >> 6) & 63)
    if (left > 2) text += alphabet.charAt(three & 63)
  }
  return text
}

/** Strict inverse of `encodeBase64url`: padding, other signs and spare bits give undefined. */
export function decodeBase64url(text: string): Uint8Array | undefined {
  try {
    return base64urlnopad.decode(text)
  } catch {
    return undefined
  }
}
