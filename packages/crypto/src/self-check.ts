import { bip340VerifyCases } from './bip340-official.ts'
import { concatBytes, fromHex, numberToBytes, utf8 } from './bytes.ts'
import { p256PublicKey, signP256 } from './p256.ts'
import { schnorrPublicKey, signSchnorr } from './schnorr.ts'
import { nobleChecks, type SignatureChecks } from './signature-checks.ts'

/** The name of the first case on which these checks differ from the law; undefined when they agree on all. */
export function firstDifference(checks: SignatureChecks): string | undefined {
  return officialDifference(checks) ?? lengthDifference(checks) ?? p256Difference(checks)
}

function officialDifference(checks: SignatureChecks): string | undefined {
  return bip340VerifyCases.find(
    ({ signature, message, publicKey, valid }) =>
      checks.schnorr(fromHex(signature), fromHex(message), fromHex(publicKey)) !== valid,
  )?.name
}

/** The official cases have 32-byte messages; the ledger takes any length. */
function lengthDifference(checks: SignatureChecks): string | undefined {
  const secret = numberToBytes(3n, 32)
  const key = schnorrPublicKey(secret)
  const fails = [0, 1, 31, 33, 100].find((length) => {
    const message = new Uint8Array(length).fill(7)
    const signature = signSchnorr(message, secret)
    return (
      !checks.schnorr(signature, message, key) ||
      checks.schnorr(signature, concatBytes(message, message, key), key)
    )
  })
  return fails === undefined ? undefined : `BIP340 with a message of ${fails} bytes`
}

function p256Difference(checks: SignatureChecks): string | undefined {
  const secret = numberToBytes(5n, 32)
  const key = p256PublicKey(secret)
  const message = utf8('self-check')
  const signature = signP256(message, secret)
  const notACurvePoint = concatBytes(Uint8Array.of(2), new Uint8Array(32).fill(0xff))
  const cases: readonly (readonly [Uint8Array, Uint8Array, Uint8Array])[] = [
    [signature, message, key],
    [signature, utf8('another'), key],
    [new Uint8Array(64), message, key],
    [signature.subarray(1), message, key],
    [signature, message, notACurvePoint],
    [signature, message, new Uint8Array(33)],
  ]
  const fails = cases.findIndex((of) => checks.p256(...of) !== nobleChecks.p256(...of))
  return fails < 0 ? undefined : `P-256 case ${fails}`
}
