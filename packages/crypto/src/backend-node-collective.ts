import { checkPrimeSync, createDiffieHellman, type DiffieHellman } from 'node:crypto'
import { bytesToNumber, numberToBytes } from './bytes.ts'
import { type CollectiveArithmetic, plainArithmetic } from './collective-arithmetic.ts'
import { collectiveParameters, rsaModulus } from './collective-parameters.ts'

const wide = 256
const sieve = primesBelow(1 << 12)
/** Products of the sieve's primes that a double holds exactly, so that one division of a large number tells many. */
const products = productsOf(sieve)

/**
 * The same numbers by OpenSSL's modular exponentiation, reached through Diffie–Hellman (crypto.md B.4): six times
 * BigInt. Only for the two moduli of VCC1; others, and what OpenSSL refuses (results 1 and m − 1), by BigInt.
 */
export function nodeArithmetic(): CollectiveArithmetic {
  const engines = new Map<bigint, DiffieHellman>()
  const engineOf = (modulus: bigint) => {
    const known = engines.get(modulus)
    if (known !== undefined) return known
    const engine = createDiffieHellman(Buffer.from(numberToBytes(modulus, wide)), Buffer.from([2]))
    engines.set(modulus, engine)
    return engine
  }
  return { power: (base, exponent, modulus) => power(base, exponent, modulus, engineOf), isPrime }
}

function power(
  base: bigint,
  exponent: bigint,
  modulus: bigint,
  engineOf: (modulus: bigint) => DiffieHellman,
): bigint {
  const known = modulus === rsaModulus || modulus === collectiveParameters().q
  const plain = () => plainArithmetic.power(base, exponent, modulus)
  if (!known || exponent === 0n || base <= 1n || base >= modulus - 1n) return plain()
  try {
    const engine = engineOf(modulus)
    engine.setPrivateKey(Buffer.from(bytesOf(exponent)))
    return bytesToNumber(engine.computeSecret(numberToBytes(base, wide)))
  } catch {
    return plain()
  }
}

function bytesOf(exponent: bigint): Uint8Array {
  return numberToBytes(exponent, Math.ceil(exponent.toString(16).length / 2))
}

/** Small factors first: OpenSSL spends its 64 rounds on primes alone. */
function isPrime(candidate: bigint): boolean {
  if (candidate < 1n << 64n) return plainArithmetic.isPrime(candidate)
  const divided = products.some(({ product, primes }) => {
    const rest = Number(candidate % product)
    return primes.some((prime) => rest % prime === 0)
  })
  return !divided && checkPrimeSync(candidate)
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
