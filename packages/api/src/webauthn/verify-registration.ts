import { createPublicKey } from 'node:crypto'
import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server'
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'
import { ok, type Result, refuse } from '@vc/kernel'
import type { ApiEnv } from '../context.ts'
import { base64url } from '../crypto-words.ts'
import type { RegistrationInput } from './responses.ts'

const ES256 = -7
/** ES256, EdDSA, RS256. */
export const SIGN_IN_ALGORITHMS = [ES256, -8, -257]
/** Ledger scripts know P-256 only. */
export const ACT_ALGORITHMS = [ES256]

export type NewKey = {
  readonly credentialId: string
  readonly publicKey: Uint8Array
  /** Compressed P-256 key when the key is ES256, else undefined. */
  readonly compressed: Uint8Array | undefined
  readonly counter: bigint
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly transports: string[]
  readonly aaguid: string
}
export type KeyRefusal = { readonly code: 'key-refused' | 'key-not-device-bound' | 'key-not-attested' }

/** Where a kind of key may be made, and what it must be. */
export type KeyRules = {
  readonly rpIds: readonly string[]
  readonly origins: readonly string[]
  readonly algorithms: readonly number[]
  readonly deviceBound: boolean
  readonly attestedModels: readonly string[] | undefined
}

/** The rules of sign-in keys. */
export const signInRules = (env: ApiEnv, privileged: boolean): KeyRules => ({
  rpIds: [env.rpId],
  origins: env.origins,
  algorithms: SIGN_IN_ALGORITHMS,
  deviceBound: env.deviceBoundOnly && privileged,
  attestedModels: undefined,
})

/** The rules of act keys: relying party and origins of the ledger's configuration (keys.md, Hardware keys). */
export const actRules = (env: ApiEnv, privileged: boolean): KeyRules => ({
  rpIds: env.configuration.rpIds,
  origins: env.configuration.origins,
  algorithms: ACT_ALGORITHMS,
  deviceBound: env.deviceBoundOnly && privileged,
  attestedModels: env.attestedModels,
})

/** Checks a new key (reliability.md 1.3, checks 2 to 13). UP and UV are asked. */
export async function verifyNewKey(
  response: RegistrationInput,
  challenge: string,
  rules: KeyRules,
): Promise<Result<NewKey, KeyRefusal>> {
  const info = await verified(response, challenge, rules)
  if (!info || info.credential.id !== response.id) return refuse({ code: 'key-refused' })
  const compressed = compressedKey(info.credential.publicKey)
  if (!compressed && rules.algorithms.every((algorithm) => algorithm === ES256))
    return refuse({ code: 'key-refused' })
  const backupEligible = info.credentialDeviceType === 'multiDevice'
  if (rules.deviceBound && backupEligible) return refuse({ code: 'key-not-device-bound' })
  if (!isAttested(info, rules)) return refuse({ code: 'key-not-attested' })
  return ok({
    credentialId: info.credential.id,
    publicKey: info.credential.publicKey,
    compressed,
    counter: BigInt(info.credential.counter),
    backupEligible,
    backedUp: info.credentialBackedUp,
    transports: response.response.transports ?? [],
    aaguid: info.aaguid,
  })
}

async function verified(response: RegistrationInput, challenge: string, rules: KeyRules) {
  try {
    const answer = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: [...rules.origins],
      expectedRPID: [...rules.rpIds],
      requireUserVerification: true,
      supportedAlgorithmIDs: [...rules.algorithms],
    })
    return answer.verified ? answer.registrationInfo : undefined
  } catch {
    return undefined
  }
}

type Attested = { readonly fmt: string; readonly aaguid: string }
const isAttested = (info: Attested, rules: KeyRules): boolean =>
  rules.attestedModels === undefined || (info.fmt !== 'none' && rules.attestedModels.includes(info.aaguid))

/** Compressed P-256 key of COSE bytes; undefined when it is another kind of key or no point of the curve. */
function compressedKey(publicKey: Uint8Array<ArrayBuffer>): Uint8Array | undefined {
  const key = decodeCredentialPublicKey(publicKey)
  if (!cose.isCOSEPublicKeyEC2(key) || key.get(cose.COSEKEYS.crv) !== cose.COSECRV.P256) return undefined
  const x = key.get(cose.COSEKEYS.x)
  const y = key.get(cose.COSEKEYS.y)
  if (x?.length !== 32 || y?.length !== 32 || !isOnCurve(x, y)) return undefined
  return new Uint8Array([(y[31] ?? 0) % 2 === 0 ? 2 : 3, ...x])
}

function isOnCurve(x: Uint8Array, y: Uint8Array): boolean {
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}
