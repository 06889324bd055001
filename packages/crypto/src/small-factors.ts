const sieve = primesBelow(1 << 12)
/** Products of the sieve's primes that a double holds exactly, so that one division of a large number tells many. */
const products = productsOf(sieve)

/** A division costs a tenth of what it may save where a power is long, and as much where it is short. */
const fewProducts = products.slice(0, 30)

/** Has this number, larger than all of them, a prime factor below 4,096; up to 256 bits, one below 1,024? */
export function hasSmallFactor(candidate: bigint): boolean {
  const divisors = candidate >> 256n === 0n ? fewProducts : products
  return divisors.some(({ product, primes }) => {
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
