import {
  type Assertion,
  actChallenge,
  decodeAssertion,
  equalBytes,
  isAssertionForAct,
  isAssertionSigned,
  type RelyingParty,
  type SignatureChecks,
} from '@vc/crypto'
import { isSighashType } from '../sighash.ts'
import type { ScriptError } from './script-error.ts'

/** What a signature item is checked against. `digestOf` gives the 32 bytes to sign for a type, if there are any. */
export type SignatureQuestion = {
  readonly key: Uint8Array
  /** Not empty: an empty item is the absence of a signature. */
  readonly item: Uint8Array
  readonly digestOf: (type: number) => Uint8Array | undefined
  readonly party: RelyingParty
  readonly checks: SignatureChecks
  /** Hash of the act sheet that the node computes; absent where the network asks for none. */
  readonly sheetHash?: Uint8Array | undefined
}

export type SignatureAnswer =
  | { readonly ok: true; readonly type: number }
  | { readonly ok: false; readonly error: ScriptError }

const noSheet = new Uint8Array(32)

/**
 * Checks one signature item of a key of 32 bytes (BIP340) or 33 (assertion), in the order key, layout, type, sheet,
 * rest (ledger.md 11), and gives its sighash type. Callers that take only some types look at `type`.
 */
export function checkSignature(question: SignatureQuestion): SignatureAnswer {
  if (question.key.length === 32) return checkSchnorr(question)
  if (question.key.length === 33) return checkHardware(question)
  return wrong('key')
}

/** The type that a signature item of a key of this length claims; undefined when its layout is wrong. */
export function signatureType(item: Uint8Array, keyLength: number): number | undefined {
  if (keyLength === 33) return readAssertion(item)?.type
  return item.length === 64 ? 0 : item.length === 65 ? explicit(item) : undefined
}

function checkSchnorr({ key, item, digestOf, checks }: SignatureQuestion): SignatureAnswer {
  if (item.length !== 64 && item.length !== 65) return wrong('signature')
  const type = item.length === 64 ? 0 : explicit(item)
  const digest = isSighashType(type) ? digestOf(type) : undefined
  if (digest === undefined) return wrong('sighash')
  const signature = type === 0 ? item : item.subarray(0, 64)
  return checks.schnorr(signature, digest, key) ? { ok: true, type } : wrong('signature')
}

function checkHardware({
  key,
  item,
  digestOf,
  party,
  checks,
  sheetHash,
}: SignatureQuestion): SignatureAnswer {
  const read = readAssertion(item)
  if (read === undefined) return wrong('assertion')
  const { assertion, type } = read
  const digest = isSighashType(type) ? digestOf(type) : undefined
  if (digest === undefined) return wrong('sighash')
  const sheet = sheetHash ?? noSheet
  if (!equalBytes(assertion.sheetHash, sheet)) return wrong('sheet')
  if (!isAssertionForAct(assertion, actChallenge(digest, sheet), party)) return wrong('assertion')
  return isAssertionSigned(assertion, key, checks) ? { ok: true, type } : wrong('signature')
}

function readAssertion(item: Uint8Array): { assertion: Assertion; type: number } | undefined {
  const whole = decodeAssertion(item)
  if (whole !== undefined) return { assertion: whole, type: 0 }
  const assertion = decodeAssertion(item.subarray(0, -1))
  return assertion && { assertion, type: explicit(item) }
}

/** A written type is never 00; -1 is no type. */
const explicit = (item: Uint8Array) => item[item.length - 1] || -1

const wrong = (error: ScriptError): SignatureAnswer => ({ ok: false, error })
