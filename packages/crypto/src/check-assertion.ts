import type { Assertion } from './assertion.ts'
import { encodeBase64url } from './base64url.ts'
import { concatBytes, equalBytes, utf8 } from './bytes.ts'
import { sha256 } from './hash.ts'
import { isLowP256Signature } from './p256.ts'
import type { SignatureChecks } from './signature-checks.ts'

/** Ids and origins that may sign acts: parameters `rpIds` and `origins` of the configuration. */
export type RelyingParty = { readonly rpIds: readonly string[]; readonly origins: readonly string[] }

const flag = {
  userPresent: 0x01,
  userVerified: 0x04,
  eligible: 0x08,
  backedUp: 0x10,
  attested: 0x40,
  extended: 0x80,
}
const opening = '{"type":"webauthn.get","challenge":"'
const beforeChallenge = utf8(opening)
const afterChallengeOf = (origin: string) => `","origin":"${origin}"`
const mostRemembered = 64
const brace = utf8('}')
const sameOrigin = utf8(',"crossOrigin":false}')
const sameOriginAndMore = utf8(',"crossOrigin":false,"')
const crossOrigin = utf8('"crossOrigin":true')

/**
 * Whether the hardware key signed this challenge (32 bytes, see `actChallenge`) for an allowed id and origin: rules
 * 1 to 6 of keys.md. Nothing is parsed as JSON. That `sheetHash` is the right one is for the ledger to check.
 */
export function checkAssertion(
  assertion: Assertion,
  key33: Uint8Array,
  challenge: Uint8Array,
  party: RelyingParty,
  checks: SignatureChecks,
): boolean {
  return isAssertionForAct(assertion, challenge, party) && isAssertionSigned(assertion, key33, checks)
}

/** Rules 1 to 4: what the authenticator and the browser wrote is for this challenge and an allowed id and origin. */
export function isAssertionForAct(assertion: Assertion, challenge: Uint8Array, party: RelyingParty): boolean {
  if (!isAuthenticatorData(assertion.authenticatorData, party.rpIds)) return false
  const written = encodeBase64url(challenge)
  return party.origins.some((origin) => isClientData(assertion.clientDataJSON, written, origin))
}

/** Rules 5 and 6: r and s in range, s low, and the signature is the key's over both parts. */
export function isAssertionSigned(assertion: Assertion, key33: Uint8Array, checks: SignatureChecks): boolean {
  const { authenticatorData, clientDataJSON, signature } = assertion
  if (!isLowP256Signature(signature) || key33.length !== 33) return false
  return checks.p256(signature, concatBytes(authenticatorData, sha256(clientDataJSON)), key33)
}

/** Rule 1. The counter (rule 2) is not looked at; reserved bits are ignored. */
function isAuthenticatorData(data: Uint8Array, rpIds: readonly string[]): boolean {
  const flags = data[32]
  if (data.length !== 37 || flags === undefined) return false
  const has = (bit: number) => (flags & bit) !== 0
  if (!has(flag.userPresent) || !has(flag.userVerified) || has(flag.attested) || has(flag.extended))
    return false
  if (has(flag.backedUp) && !has(flag.eligible)) return false
  const rpIdHash = data.subarray(0, 32)
  return rpIds.some((id) => equalBytes(hashOfId(id), rpIdHash))
}

/** A network has a few ids and origins, each asked for with every act. */
const hashOfId = remembered((id) => sha256(utf8(id)))
const afterChallenge = remembered((origin) => utf8(afterChallengeOf(origin)))

function remembered(make: (text: string) => Uint8Array): (text: string) => Uint8Array {
  const known = new Map<string, Uint8Array>()
  return (text) => {
    const bytes = known.get(text) ?? make(text)
    if (known.size < mostRemembered) known.set(text, bytes)
    return bytes
  }
}

/** Rules 3 and 4: the bytes start with what we build; the rest is one of the three forms browsers write. */
function isClientData(data: Uint8Array, challenge: string, origin: string): boolean {
  const after = afterChallenge(origin)
  const afterAt = beforeChallenge.length + challenge.length
  if (!isAt(data, 0, beforeChallenge) || !isAt(data, afterAt, after)) return false
  for (let i = 0; i < challenge.length; i += 1) {
    if (data[beforeChallenge.length + i] !== challenge.charCodeAt(i)) return false
  }
  const rest = data.subarray(afterAt + after.length)
  if (equalBytes(rest, brace) || equalBytes(rest, sameOrigin)) return true
  return isAt(rest, 0, sameOriginAndMore) && rest.at(-1) === brace[0] && !contains(rest, crossOrigin)
}

/** The beginning of clientDataJSON that every browser writes for this challenge and origin. */
export function clientDataHead(challenge: Uint8Array, origin: string): string {
  return `${opening}${encodeBase64url(challenge)}${afterChallengeOf(origin)}`
}

function isAt(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let i = 0; i < part.length; i += 1) if (bytes[at + i] !== part[i]) return false
  return true
}

function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= bytes.length; at += 1) {
    if (isAt(bytes, at, part)) return true
  }
  return false
}
