import { mnemonicEntropy } from '@vc/crypto'

/** The 32 bytes behind 24 words that `isMnemonic` has accepted; undefined for fewer words. */
export function entropyOf(words: string): Uint8Array | undefined {
  const entropy = mnemonicEntropy(words)
  return entropy.length === 32 ? entropy : undefined
}
