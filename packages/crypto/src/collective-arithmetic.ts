import { be4, bytesToNumber, concatBytes, numberToBytes } from './bytes.ts'
import { taggedHash } from './hash.ts'

const windowBits = 4n
const window = 1n << windowBits
const topAndLowBit = (1n << 255n) | 1n
const rounds = 16
/** Odd primes below 2,000: they take six of seven candidates before one costs a power. */
const smallPrimes = primesBelow(2000)

/** How numbers of VCC1 are computed: `plainArithmetic` anywhere, `nodeArithmetic` where OpenSSL is at hand. */
export type CollectiveArithmetic = {
  /** base^exponent mod an odd modulus, exponent ≥ 0. */
  readonly power: (base: bigint, exponent: bigint, modulus: bigint) => bigint
  /** a^x · b^y mod an odd modulus. */
  readonly twoPowers: (a: bigint, x: bigint, b: bigint, y: bigint, modulus: bigint) => bigint
  /** Whether a number of 256 or 2,048 bits is prime; a composite passes with a chance below 2^−64. */
  readonly isPrime: (candidate: bigint) => boolean
}

/** base^exponent mod modulus, exponent ≥ 0. Not constant in time: for public numbers only. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const table = [1n % modulus]
  for (let i = 1n; i < window; i += 1n) table.push(((table.at(-1) ?? 1n) * base) % modulus)
  let result = 1n % modulus
  for (const digit of exponent.toString(16)) {
    result = (result * result) % modulus
    result = (result * result) % modulus
    result = (result * result) % modulus
    result = (result * result) % modulus
    const factor = table[Number.parseInt(digit, 16)] ?? 1n
    if (factor !== 1n) result = (result * factor) % modulus
  }
  return result
}

/** Products of two powers where they are found one after the other. */
export function twoPowersBy(raise: CollectiveArithmetic['power']): CollectiveArithmetic['twoPowers'] {
  return (a, x, b, y, modulus) => (raise(a, x, modulus) * raise(b, y, modulus)) % modulus
}

/** XOF(tag, m, length) = the first bytes of TH(tag, m | be4(0)) | TH(tag, m | be4(1)) … (collective.md). */
export function expand(tag: string, message: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let i = 0; i * 32 < length; i += 1) blocks.push(taggedHash(tag, message, be4(i)))
  return concatBytes(...blocks).subarray(0, length)
}

function primesBelow(limit: number): readonly bigint[] {
  const primes: number[] = []
  for (let n = 3; n < limit; n += 2) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  return primes.map(BigInt)
}

/** Miller–Rabin to base 2 and 15 bases drawn from the number itself. */
export function isPrime(candidate: bigint): boolean {
  if (candidate < 5n || candidate % 2n === 0n) return candidate === 2n || candidate === 3n
  if (smallPrimes.some((prime) => candidate % prime === 0n)) return smallPrimes.includes(candidate)
  return millerRabin(candidate, ({ odd, twos }) => {
    const reach = candidate - 3n
    return (drawn) => passes(candidate, power(2n + (bytesToNumber(drawn) % reach), odd, candidate), twos)
  })
}

/** candidate − 1 = odd · 2^twos. */
export type OddPart = { readonly odd: bigint; readonly twos: number }

/**
 * The test alone, of an odd number above 4. `testBy` prepares the test to one base: 2 + the number of the drawn bytes
 * mod (candidate − 3). The first has none, so that its base is 2.
 */
export function millerRabin(
  candidate: bigint,
  testBy: (part: OddPart) => (drawn: Uint8Array) => boolean,
): boolean {
  let odd = candidate - 1n
  let twos = 0
  for (; odd % 2n === 0n; odd /= 2n) twos += 1
  const passes = testBy({ odd, twos })
  if (!passes(new Uint8Array())) return false
  const seed = concatBytes(numberToBytes(candidate, 256), be4(0))
  for (let i = 1; i < rounds; i += 1) {
    seed.set(be4(i), 256)
    if (!passes(expand('VCC1/mr', seed, 264))) return false
  }
  return true
}

/** The first prime among TH(tag, m | be4(i)) with top and low bit set. */
export function hashToPrime(tag: string, message: Uint8Array, arithmetic = plainArithmetic): bigint {
  for (let i = 0; ; i += 1) {
    const candidate = bytesToNumber(taggedHash(tag, message, be4(i))) | topAndLowBit
    if (arithmetic.isPrime(candidate)) return candidate
  }
}

function passes(candidate: bigint, start: bigint, twos: number): boolean {
  let x = start
  if (x === 1n || x === candidate - 1n) return true
  for (let i = 1; i < twos; i += 1) {
    x = (x * x) % candidate
    if (x === candidate - 1n) return true
  }
  return false
}

/** BigInt alone: for browsers, and the measure for the faster one. */
export const plainArithmetic: CollectiveArithmetic = { power, twoPowers: twoPowersBy(power), isPrime }
