/** Bytes of a sum: 1,024 lanes of 16 bits, little-endian. */
export const SHAKE_SUM_BYTES = 2048

/**
 * Adds SHAKE128 of each entry (2,048 bytes of output) to a sum, lane by lane modulo 2^16, and takes that of others away
 * (consensus.md 16). `lanes`: 1,024 numbers.
 */
export type SumShakes = (
  lanes: Uint16Array,
  added: readonly Uint8Array[],
  removed: readonly Uint8Array[],
) => void

/** The same by any function that hashes one entry after the other. */
export function sumShakesBy(shake128: (data: Uint8Array, length: number) => Uint8Array): SumShakes {
  return (lanes, added, removed) => {
    for (const entry of added) join(lanes, shake128(entry, SHAKE_SUM_BYTES), 1)
    for (const entry of removed) join(lanes, shake128(entry, SHAKE_SUM_BYTES), -1)
  }
}

function join(lanes: Uint16Array, bytes: Uint8Array, sign: 1 | -1): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < lanes.length; i += 1) lanes[i] = (lanes[i] ?? 0) + sign * view.getUint16(2 * i, true)
}
