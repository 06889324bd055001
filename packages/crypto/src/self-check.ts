import { bip340VerifyCases } from './bip340-official.ts'
import { bytesToNumber, concatBytes, fromHex, numberToBytes, utf8 } from './bytes.ts'
import { type CollectiveArithmetic, expand, plainArithmetic } from './collective-arithmetic.ts'
import { collectiveParameters, rsaModulus } from './collective-parameters.ts'
import { p256PublicKey, signP256 } from './p256.ts'
import { schnorrPublicKey, signSchnorr } from './schnorr.ts'
import { nobleChecks, type SignatureChecks } from './signature-checks.ts'

/** Questions of our own with their answers, made once for all backends. */
export type Trial = {
  readonly lengths: ReturnType<typeof signedLengths>
  readonly p256: ReturnType<typeof p256Cases>
}

/** What a backend is tried on besides the official cases. */
export const makeTrial = (): Trial => ({ lengths: signedLengths(), p256: p256Cases() })

/** The name of the first case on which these checks differ from the law; undefined when they agree on all. */
export function firstDifference(checks: SignatureChecks, trial: Trial): string | undefined {
  return officialDifference(checks) ?? lengthDifference(checks, trial) ?? p256Difference(checks, trial)
}

function officialDifference(checks: SignatureChecks): string | undefined {
  return bip340VerifyCases.find(
    ({ signature, message, publicKey, valid }) =>
      checks.schnorr(fromHex(signature), fromHex(message), fromHex(publicKey)) !== valid,
  )?.name
}

/** The official cases have 32-byte messages; the ledger takes any length. */
function signedLengths() {
  const secret = numberToBytes(3n, 32)
  const publicKey = schnorrPublicKey(secret)
  return [0, 1, 31, 33, 100].map((length) => {
    const message = new Uint8Array(length).fill(7)
    return { length, publicKey, message, signature: signSchnorr(message, secret) }
  })
}

function lengthDifference({ schnorr }: SignatureChecks, { lengths }: Trial): string | undefined {
  const fails = lengths.find(
    ({ signature, message, publicKey }) =>
      !schnorr(signature, message, publicKey) ||
      schnorr(signature, concatBytes(message, message, publicKey), publicKey),
  )
  return fails && `BIP340 with a message of ${fails.length} bytes`
}

/** Questions about P-256 with what noble answers. */
function p256Cases() {
  const secret = numberToBytes(5n, 32)
  const key = p256PublicKey(secret)
  const message = utf8('self-check')
  const signature = signP256(message, secret)
  const notACurvePoint = concatBytes(Uint8Array.of(2), new Uint8Array(32).fill(0xff))
  const questions: readonly Parameters<SignatureChecks['p256']>[] = [
    [signature, message, key],
    [signature, utf8('another'), key],
    [new Uint8Array(64), message, key],
    [signature.subarray(1), message, key],
    [signature, message, notACurvePoint],
    [signature, message, new Uint8Array(33)],
  ]
  return questions.map((question) => ({ question, answer: nobleChecks.p256(...question) }))
}

function p256Difference({ p256 }: SignatureChecks, { p256: cases }: Trial): string | undefined {
  const fails = cases.findIndex(({ question, answer }) => p256(...question) !== answer)
  return fails < 0 ? undefined : `P-256 case ${fails}`
}

/** The first sum on which this arithmetic differs from BigInt's; undefined when it agrees on all. */
export function arithmeticDifference(arithmetic: CollectiveArithmetic): string | undefined {
  const different = [rsaModulus, collectiveParameters().q].flatMap((modulus) =>
    arithmeticCases(modulus).filter(
      (of) =>
        arithmetic.twoPowers(...of) !== plainArithmetic.twoPowers(...of) || !powersAgree(arithmetic, of),
    ),
  )
  if (different[0] !== undefined) return `powers of ${different[0][0]} and ${different[0][2]}`
  const candidates = [0n, 1n, 2n, 9n, 2n ** 255n - 19n, 2n ** 255n - 21n, 4099n * 4111n, 2n ** 67n - 1n]
  const wrong = candidates.find((it) => arithmetic.isPrime(it) !== plainArithmetic.isPrime(it))
  return wrong === undefined ? undefined : `whether ${wrong} is prime`
}

type TwoPowers = Parameters<CollectiveArithmetic['twoPowers']>

/** Bases around the borders, one above the modulus among them, with short exponents; and one pair of long ones. */
function arithmeticCases(modulus: bigint): readonly TwoPowers[] {
  const drawn = (label: string, length: number) => bytesToNumber(expand('self-check', utf8(label), length))
  const bases = [0n, 1n, modulus - 1n, drawn('base', 255), drawn('larger', 300)]
  const short = bases.flatMap((base, i) =>
    [0n, 1n, 65_537n].map((exponent): TwoPowers => [base, exponent, bases.at(-i) ?? 0n, 259n, modulus]),
  )
  return [...short, [drawn('one', 255), drawn('x', 40), drawn('two', 255), drawn('y', 32), modulus]]
}

const powersAgree = ({ power }: CollectiveArithmetic, [base, exponent, , , modulus]: TwoPowers) =>
  power(base, exponent, modulus) === plainArithmetic.power(base, exponent, modulus)
