import { comparisonWords } from '@vc/crypto'

const BITS = 11n
const COUNT = 6

/**
 * The first 66 bits of a hash as six words of the BIP39 list in the reader's language. Word n of one language stands
 * for the same bits as word n of the other.
 */
export function sixWords(hash: Uint8Array, locale: string): readonly string[] {
  const list = comparisonWords[locale === 'zh-CN' ? 'zh' : 'en']
  const head = hash.slice(0, 9).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const shift = (at: number) => 72n - BITS * BigInt(at + 1)
  return Array.from({ length: COUNT }, (_, at) => list[Number((head >> shift(at)) & 2047n)] ?? '')
}
