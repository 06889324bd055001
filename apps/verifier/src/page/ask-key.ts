import { type CasePart, digestOf, type GivenAssertion } from '@vc/acts'
import { actChallenge, encodeBase64url } from '@vc/crypto'
import { must } from '@vc/kernel'
import type { OpenCase } from './open-case.ts'

const TIMEOUT_MS = 120_000

/** Asks key after key, each over the challenge that this page computed from the bytes that it shows (keys.md, Hardware keys). */
export async function signCase(opened: OpenCase, rpId: string): Promise<GivenAssertion[]> {
  const given: GivenAssertion[] = []
  for (const part of opened.act.parts) given.push(await signPart(opened, part, rpId))
  return given
}

async function signPart({ act, legs }: OpenCase, part: CasePart, rpId: string): Promise<GivenAssertion> {
  const leg = must(legs[part.transaction], 'a case that was opened has its legs')
  const digest = must(digestOf(leg, part, act.network), 'a case that was opened has its places')
  const { sheetHash } = leg
  const answer = await askActKey(rpId, part.credentials, actChallenge(digest, sheetHash))
  const { transaction, index } = part
  return { transaction, part: part.part, index, ...answer, sheetHash: encodeBase64url(sheetHash) }
}

type Answer = Pick<GivenAssertion, 'credentialId' | 'authenticatorData' | 'clientDataJSON' | 'signature'>

/** The raw answer of an act key; no extensions, so that authenticator data has 37 bytes. */
async function askActKey(
  rpId: string,
  credentials: readonly Uint8Array[],
  challenge: Uint8Array,
): Promise<Answer> {
  const allowCredentials = credentials.map((id) => ({ type: 'public-key' as const, id: new Uint8Array(id) }))
  const options = { rpId, allowCredentials, userVerification: 'required', timeout: TIMEOUT_MS } as const
  const credential = await navigator.credentials.get({
    publicKey: { challenge: new Uint8Array(challenge), ...options },
  })
  const isAnswer = credential instanceof PublicKeyCredential
  if (!isAnswer || !(credential.response instanceof AuthenticatorAssertionResponse))
    throw new DOMException('no key answered', 'NotAllowedError')
  const { authenticatorData, clientDataJSON, signature } = credential.response
  const text = (buffer: ArrayBuffer) => encodeBase64url(new Uint8Array(buffer))
  return {
    credentialId: text(credential.rawId),
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
  }
}

const codes: Readonly<Record<string, string>> = {
  InvalidStateError: 'key-known',
  NotSupportedError: 'no-passkeys',
  SecurityError: 'key-elsewhere',
}

/** What an authenticator or browser said, as a code of ours. */
export const codeOfKey = (error: unknown): string =>
  (error instanceof Error ? codes[error.name] : undefined) ?? 'turned-away'
