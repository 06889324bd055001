import { concatBytes, sha256, utf8 } from '@vc/crypto'

/** First 20 bytes of SHA256(topic ‖ data) (consensus.md 19). */
export const messageId = (topic: string, data: Uint8Array): Uint8Array =>
  sha256(concatBytes(utf8(topic), data)).subarray(0, 20)
