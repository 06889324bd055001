import { bytesToNumber, concatBytes, numberToBytes } from './bytes.ts'
import { expand, power } from './collective-arithmetic.ts'
import { taggedHash } from './hash.ts'

/** The constants of VCC1 (collective.md); all but q and N follow from their tags. */
export type CollectiveParameters = {
  readonly q: bigint
  readonly g: bigint
  /** g^(2^128): a power of g is a product of two of half the length. */
  readonly gHigh: bigint
  readonly h: bigint
  readonly u: bigint
  /** TH of all of them, 32 bytes. */
  readonly id: Uint8Array
}

/** Order of secp256k1, and of the group of credentials. */
export const credentialOrder: bigint =
  0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n

const hexOf = (...lines: readonly string[]) => BigInt(`0x${lines.join('')}`)

/** Smallest 2048-bit prime 2·j·o + 1, j odd, from the start that XOF("VCC1/q") gives. */
const q = hexOf(
  'f03f3a0b386f6417b20982228c1b5370dfdfa8556e8779539a9ed1ae431ac1dffe379eeca26d67f1103b301c61abda6a',
  '2a5cf0a90f04788f9125c0602ece4062afd68522be23214ff08c6917f7c4b2207e1a81c301b9de9d052a68a749c2d72a',
  '1517a75056ce62f11d1e657472714b9dded3b34c7705c4225ff259b65272822d908fdd23355fbc79477b6d5ac490c0d8',
  '590be49a576d3f26499c61dae9706af82e71f35bfe55301940663a77520adecb4eb2c280940a5a5026836b28a4165a7a',
  'ced8df3f29515b398e85fa3574cb24b4a13da740e96ab53be064b038a868a97b26ae2cd1b2092ba189951f340c87d3b8',
  '97d8c299f763b727ce473acdc01b0f0b',
)

/** RSA-2048 of the RSA Factoring Challenge: nobody is known to have its factors. */
export const rsaModulus: bigint = hexOf(
  'c7970ceedcc3b0754490201a7aa613cd73911081c790f5f1a8726f463550bb5b7ff0db8e1ea1189ec72f93d1650011bd',
  '721aeeacc2acde32a04107f0648c2813a31f5b0b7765ff8b44b4b6ffc93384b646eb09c7cf5e8592d40ea33c80039f35',
  'b4f14a04b51f7bfd781be4d1673164ba8eb991c2c4d730bbbe35f592bdef524af7e8daefd26c66fc02c479af89d64d37',
  '3f442709439de66ceb955f3ea37d5159f6135809f85334b5cb1813addc80cd05609f10ac6a95ad65872c909525bdad32',
  'bc729592642920f24c61dc5b3c3b7923e56b16a4d9d373d8721f24a3fc0f1b3131f55615172866bccc30f95054c824e7',
  '33a5eb6817f7bc16399d48c6361cc7e5',
)

let known: CollectiveParameters | undefined

/** The parameters; g, h and u are computed at the first call. */
export function collectiveParameters(): CollectiveParameters {
  known ??= compute()
  return known
}

/** The smaller of x and N − x: elements of Z_N modulo sign have one form. */
export function canonical(x: bigint): bigint {
  return x > rsaModulus - x ? rsaModulus - x : x
}

/** Whether a number is a canonical element: 1 … (N − 1)/2. */
export function isCanonical(x: bigint): boolean {
  return x >= 1n && x <= (rsaModulus - 1n) / 2n
}

/** A square mod N, drawn by a hash: nobody knows its exponent to any other base. */
export function hashToModulus(tag: string, message: Uint8Array): bigint {
  const x = bytesToNumber(expand(tag, message, 272)) % rsaModulus
  return canonical((x * x) % rsaModulus)
}

function compute(): CollectiveParameters {
  const g = generator('VCC1/g')
  const h = generator('VCC1/h')
  const u = hashToModulus('VCC1/u', new Uint8Array(0))
  return { q, g, gHigh: power(g, 1n << 128n, q), h, u, id: idOf(g, h, u) }
}

function idOf(g: bigint, h: bigint, u: bigint): Uint8Array {
  const wide = (x: bigint) => numberToBytes(x, 256)
  const order = numberToBytes(credentialOrder, 32)
  const numbers = concatBytes(
    wide(q),
    order,
    wide(g),
    wide(h),
    wide(rsaModulus),
    wide(u),
    numberToBytes(32n, 4),
  )
  return taggedHash('VCC1/params', numbers)
}

function generator(tag: string): bigint {
  const start = bytesToNumber(expand(tag, new Uint8Array(0), 272)) % q
  return power(start, (q - 1n) / credentialOrder, q)
}
