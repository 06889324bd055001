const top = 2n ** 256n

/** The number that compact bits write; undefined when zero, negative, above 2^256 − 1 or not the shortest form. */
export function targetOf(bits: number): bigint | undefined {
  const size = bits >>> 24
  const mantissa = BigInt(bits & 0x7fffff)
  if ((bits & 0x800000) !== 0 || size > 34) return undefined
  const target = size <= 3 ? mantissa >> BigInt(8 * (3 - size)) : mantissa << BigInt(8 * (size - 3))
  if (target === 0n || target >= top || compactOf(target) !== bits) return undefined
  return target
}

/** Bitcoin's compact form of a number of 1 to 256 bits (consensus.md 1); low digits are cut. */
export function compactOf(target: bigint): number {
  let size = Math.ceil(target.toString(16).length / 2)
  let mantissa = Number(size <= 3 ? target << BigInt(8 * (3 - size)) : target >> BigInt(8 * (size - 3)))
  if ((mantissa & 0x800000) !== 0) {
    mantissa >>= 8
    size += 1
  }
  return size * 2 ** 24 + mantissa
}

/** Weight of a block, w = 2^256 / (target + 1) (consensus.md 12). */
export function weightOf(target: bigint): bigint {
  return top / (target + 1n)
}
