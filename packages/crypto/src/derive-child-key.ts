import { HARDENED_OFFSET, HDKey } from '@scure/bip32'

/**
 * The compressed key, 33 bytes, at plain child indexes below an extended public key (BIP32); undefined for a
 * hardened index, a malformed key, or the one child in 2^127 that does not exist.
 */
export function deriveChildKey(
  publicKey: Uint8Array,
  chainCode: Uint8Array,
  indexes: readonly number[],
): Uint8Array | undefined {
  if (indexes.some((index) => index >= HARDENED_OFFSET)) return undefined
  try {
    const parent = new HDKey({ publicKey, chainCode })
    return indexes.reduce((key, index) => key.deriveChild(index), parent).publicKey ?? undefined
  } catch {
    return undefined
  }
}
