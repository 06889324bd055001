import { assert } from '@vc/kernel'
import { type CollectiveArithmetic, plainArithmetic } from './collective-arithmetic.ts'
import { collectiveParameters, rsaModulus } from './collective-parameters.ts'
import type { Libcrypto } from './libcrypto.ts'
import { type BigNumbers, bigNumbers } from './libcrypto-numbers.ts'
import { libcryptoPrimes } from './libcrypto-primes.ts'
import { hasSmallFactor } from './small-factors.ts'

/**
 * The numbers of VCC1 by OpenSSL's own big numbers over FFI, where two powers of one product are found together. Its
 * time depends on the exponents: for public ones only, so for verifying. Throws where the library lacks a part.
 */
export function libcryptoArithmetic(opened: Libcrypto): CollectiveArithmetic {
  const numbers = bigNumbers(opened)
  const fieldBy = fields(numbers)
  const isProbablePrime = libcryptoPrimes(numbers)
  const known = new Map([rsaModulus, collectiveParameters().q].map((modulus) => [modulus, fieldBy(modulus)]))
  const fits = (...exponents: readonly bigint[]) => exponents.every((exponent) => exponent >> 4096n === 0n)
  return {
    power(base, exponent, modulus) {
      const field = known.get(modulus)
      return field && fits(exponent)
        ? field.power(base % modulus, exponent)
        : plainArithmetic.power(base, exponent, modulus)
    },
    twoPowers(a, x, b, y, modulus) {
      const field = known.get(modulus)
      return field && fits(x, y)
        ? field.twoPowers(a % modulus, x, b % modulus, y)
        : plainArithmetic.twoPowers(a, x, b, y, modulus)
    },
    isPrime(candidate) {
      if (candidate < 1n << 64n || candidate % 2n === 0n || candidate >> 2048n !== 0n) {
        return plainArithmetic.isPrime(candidate)
      }
      return !hasSmallFactor(candidate) && isProbablePrime(candidate)
    },
  }
}

/** Powers modulo one odd number. */
type Field = {
  readonly power: (base: bigint, exponent: bigint) => bigint
  readonly twoPowers: (a: bigint, x: bigint, b: bigint, y: bigint) => bigint
}

function fields({ of, create, space, put, get, modulus, setModulus }: BigNumbers): (value: bigint) => Field {
  const [power, twoPowers] = [of('BN_mod_exp_mont', 'int', 6), of('BN_mod_exp2_mont', 'int', 8)]
  const [a, x, b, y, result] = [create(), create(), create(), create(), create()]
  const answer = (done: unknown): bigint => {
    assert(done === 1, 'a power modulo an odd number')
    return get(result)
  }
  return (value) => {
    const field = modulus()
    setModulus(field, value)
    return {
      power: (base, exponent) => {
        put(a, base)
        put(x, exponent)
        return answer(power(result, a, x, field.value, space, field.form))
      },
      twoPowers: (base, exponent, other, itsExponent) => {
        put(a, base)
        put(x, exponent)
        put(b, other)
        put(y, itsExponent)
        return answer(twoPowers(result, a, x, b, y, field.value, space, field.form))
      },
    }
  }
}
