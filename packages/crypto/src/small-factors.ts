const sieve = primesBelow(1 << 12)
/** Products of the sieve's primes that a double holds exactly, so that one division of a large number tells many. */
const products = productsOf(sieve)

/** Has this number, larger than all of them, a prime factor below 4,096? */
export function hasSmallFactor(candidate: bigint): boolean {
  return products.some(({ product, primes }) => {
    const rest = Number(candidate % product)
    return primes.some((prime) => rest % prime === 0)
  })
}

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = []
  for (let n = 2; n < limit; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  return primes
}

function productsOf(primes: readonly number[]): readonly { product: bigint; primes: readonly number[] }[] {
  const groups: { product: bigint; primes: number[] }[] = [{ product: 1n, primes: [] }]
  for (const prime of primes) {
    const last = groups.at(-1)
    const joined = last === undefined ? 0n : last.product * BigInt(prime)
    if (last === undefined || joined > BigInt(Number.MAX_SAFE_INTEGER)) {
      groups.push({ product: BigInt(prime), primes: [prime] })
    } else {
      last.product = joined
      last.primes.push(prime)
    }
  }
  return groups
}
