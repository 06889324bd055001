import { mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'

/** The 32 bytes behind 24 words that `isMnemonic` has accepted; undefined for fewer words. */
export function entropyOf(words: string): Uint8Array | undefined {
  const entropy = mnemonicToEntropy(words, wordlist)
  return entropy.length === 32 ? entropy : undefined
}
