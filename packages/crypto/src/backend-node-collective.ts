import { checkPrimeSync, createDiffieHellman, type DiffieHellman } from 'node:crypto'
import { bytesToNumber, numberToBytes } from './bytes.ts'
import { type CollectiveArithmetic, plainArithmetic, twoPowersBy } from './collective-arithmetic.ts'
import { collectiveParameters, rsaModulus } from './collective-parameters.ts'
import { hasSmallFactor } from './small-factors.ts'

const wide = 256

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
  const powerOf = (base: bigint, exponent: bigint, modulus: bigint) =>
    power(base, exponent, modulus, engineOf)
  return { power: powerOf, twoPowers: twoPowersBy(powerOf), isPrime }
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
  return !hasSmallFactor(candidate) && checkPrimeSync(candidate)
}
