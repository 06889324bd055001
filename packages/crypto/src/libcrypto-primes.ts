import { millerRabin, type OddPart } from './collective-arithmetic.ts'
import { ADDRESS } from './libcrypto.ts'
import type { BigNumbers } from './libcrypto-numbers.ts'

/** The test of Miller and Rabin with OpenSSL's numbers, which no power leaves. For odd numbers above 2^64. */
export function libcryptoPrimes(numbers: BigNumbers): (candidate: bigint) => boolean {
  const { of, create, space, put, putBytes } = numbers
  const [reduce, addWord] = [of('BN_nnmod', 'int', 4), of('BN_add_word', 'int', 2)]
  const [power, square] = [of('BN_mod_exp_mont', 'int', 6), of('BN_mod_sqr', 'int', 4)]
  const compare = of('BN_cmp', 'int', 2)
  const one = of('BN_value_one', ADDRESS, 0)()
  const modulus = numbers.modulus()
  const [base, odd, last, reach, x] = [create(), create(), create(), create(), create()]
  const reachesLast = (twos: number) => {
    for (let i = 1; i < twos; i += 1) {
      if (square(x, x, modulus.value, space) !== 1) return false
      if (compare(x, last) === 0) return true
    }
    return false
  }
  const passes = ({ twos }: OddPart, drawn: Uint8Array) => {
    putBytes(base, drawn)
    if (reduce(base, base, reach, space) !== 1 || addWord(base, 2) !== 1) return false
    if (power(x, base, odd, modulus.value, space, modulus.form) !== 1) return false
    return compare(x, one) === 0 || compare(x, last) === 0 || reachesLast(twos)
  }
  return (candidate) => {
    numbers.setModulus(modulus, candidate)
    put(last, candidate - 1n)
    put(reach, candidate - 3n)
    return millerRabin(candidate, (part) => {
      put(odd, part.odd)
      return (drawn) => passes(part, drawn)
    })
  }
}
