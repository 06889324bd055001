import { fromHex, parseAddress } from '@vc/crypto'

/** The key hash, 20 bytes, that a text names: an address of a key, or 40 hex digits. Undefined for anything else. */
export function keyHashNamed(text: string): Uint8Array | undefined {
  const written = text.trim()
  if (/^[0-9a-f]{40}$/.test(written)) return fromHex(written)
  const address = parseAddress(written)?.address
  return address?.kind === 'key-hash' ? address.hash : undefined
}
