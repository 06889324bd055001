import { assert } from '@vc/kernel'
import { bytesToNumber, numberToBytes } from './bytes.ts'
import { type CollectiveArithmetic, millerRabin, plainArithmetic } from './collective-arithmetic.ts'
import { collectiveParameters, rsaModulus } from './collective-parameters.ts'
import { ADDRESS, type Libcrypto, pointerFunction } from './libcrypto.ts'
import { hasSmallFactor } from './small-factors.ts'

/** Bytes of the longest number: an exponent of q·ℓ. */
const longest = 512
const wide = 256

/**
 * The numbers of VCC1 by OpenSSL's own big numbers over FFI, where two powers of one product are found together. Its
 * time depends on the exponents: for public ones only, so for verifying. Throws where the library lacks a part.
 */
export function libcryptoArithmetic(opened: Libcrypto): CollectiveArithmetic {
  const numbers = bigNumbers(opened)
  const known = new Map(
    [rsaModulus, collectiveParameters().q].map((modulus) => [modulus, numbers.field(modulus)]),
  )
  const once = numbers.field(rsaModulus)
  const fits = (...exponents: readonly bigint[]) => exponents.every((exponent) => exponent >> 4096n === 0n)
  const fieldOf = (modulus: bigint) => known.get(modulus)
  return {
    power(base, exponent, modulus) {
      const field = fieldOf(modulus)
      return field && fits(exponent)
        ? field.power(base % modulus, exponent)
        : plainArithmetic.power(base, exponent, modulus)
    },
    twoPowers(a, x, b, y, modulus) {
      const field = fieldOf(modulus)
      return field && fits(x, y)
        ? field.twoPowers(a % modulus, x, b % modulus, y)
        : plainArithmetic.twoPowers(a, x, b, y, modulus)
    },
    isPrime(candidate) {
      if (candidate < 1n << 64n || candidate % 2n === 0n) return plainArithmetic.isPrime(candidate)
      if (hasSmallFactor(candidate)) return false
      once.change(candidate)
      return millerRabin(candidate, (base, exponent) => once.power(base, exponent))
    },
  }
}

/** Powers modulo one odd number. */
type Field = {
  readonly power: (base: bigint, exponent: bigint) => bigint
  readonly twoPowers: (a: bigint, x: bigint, b: bigint, y: bigint) => bigint
  readonly change: (modulus: bigint) => void
}

/** OpenSSL's numbers, made once and used again: nothing is ever given back. */
function bigNumbers(opened: Libcrypto): { readonly field: (modulus: bigint) => Field } {
  const { library, memory } = opened
  const of = (name: string, result: string, count: number) => pointerFunction(opened, name, result, count)
  const read = library.func('BN_bin2bn', ADDRESS, [ADDRESS, 'int', ADDRESS])
  const write = library.func('BN_bn2binpad', 'int', [ADDRESS, ADDRESS, 'int'])
  const create = of('BN_new', ADDRESS, 0)
  const montgomery = of('BN_MONT_CTX_new', ADDRESS, 0)
  const prepare = of('BN_MONT_CTX_set', 'int', 3)
  const power = of('BN_mod_exp_mont', 'int', 6)
  const twoPowers = of('BN_mod_exp2_mont', 'int', 8)
  const space = of('BN_CTX_new', ADDRESS, 0)()
  const [a, x, b, y, result] = [create(), create(), create(), create(), create()]
  const text = memory(longest)
  const put = (place: unknown, value: bigint) => {
    const bytes = numberToBytes(value, Math.ceil(value.toString(16).length / 2))
    text.bytes.set(bytes)
    read(text.address, bytes.length, place)
  }
  const answer = (done: unknown): bigint => {
    assert(done === 1 && write(result, text.address, wide) === wide, 'a power modulo an odd number')
    return bytesToNumber(text.bytes.slice(0, wide))
  }
  const field = (first: bigint): Field => {
    const [modulus, form] = [create(), montgomery()]
    const change = (value: bigint) => {
      put(modulus, value)
      assert(prepare(form, modulus, space) === 1, 'an odd modulus')
    }
    change(first)
    return {
      change,
      power: (base, exponent) => {
        put(a, base)
        put(x, exponent)
        return answer(power(result, a, x, modulus, space, form))
      },
      twoPowers: (base, exponent, other, itsExponent) => {
        put(a, base)
        put(x, exponent)
        put(b, other)
        put(y, itsExponent)
        return answer(twoPowers(result, a, x, b, y, modulus, space, form))
      },
    }
  }
  return { field }
}
