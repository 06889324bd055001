import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync, validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { wordlist as chinese } from '@scure/bip39/wordlists/simplified-chinese.js'
import { assert } from '@vc/kernel'

/** The 24 words (BIP39, English, one space between) of 32 bytes of entropy. The caller brings the randomness. */
export function newMnemonic(entropy32: Uint8Array): string {
  assert(entropy32.length === 32, 'entropy of 32 bytes')
  return entropyToMnemonic(entropy32, wordlist)
}

/** Whether the text is a good BIP39 mnemonic: known words, right number of them, right checksum. */
export function isMnemonic(words: string): boolean {
  return validateMnemonic(words, wordlist)
}

/** The seed, 64 bytes, of words that `isMnemonic` has accepted, without passphrase; takes some 100 ms. */
export function mnemonicToSeed(words: string): Uint8Array {
  assert(isMnemonic(words), 'words checked before use')
  return mnemonicToSeedSync(words)
}

/** The entropy behind words that `isMnemonic` has accepted: 32 bytes for 24 words. */
export function mnemonicEntropy(words: string): Uint8Array {
  return mnemonicToEntropy(words, wordlist)
}

/** The fixed lists of 2,048 words out of which people compare digests. */
export const comparisonWords: Readonly<Record<'en' | 'zh', readonly string[]>> = { en: wordlist, zh: chinese }
