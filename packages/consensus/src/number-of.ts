/** A hash as a number: read little-endian (consensus.md 1). */
export function numberOf(hash: Uint8Array): bigint {
  let number = 0n
  for (let i = hash.length - 1; i >= 0; i -= 1) number = (number << 8n) | BigInt(hash[i] ?? 0)
  return number
}
