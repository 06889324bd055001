import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server'
import { isSoftwareKey } from '@vc/db'
import { passkeys } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import type { Context, DbOrTransaction } from '../context.ts'
import { fromBase64url } from '../crypto-words.ts'
import type { KeyRules } from './verify-registration.ts'

export type NewKeyAsk = {
  readonly challenge: string
  readonly rules: KeyRules
  readonly userHandle: Uint8Array
  readonly personName: string
  readonly personId: string | undefined
  /** Which kind of key it becomes, `sign-in` when left out: an authenticator may hold one of each. */
  readonly kind?: 'sign-in' | 'act'
}

/**
 * What the browser hands to navigator.credentials.create(), UV required. A sign-in key is discoverable and may seal
 * a seed (PRF). An act key is neither: it is always asked for by its id, and must not be offered at sign-in, where it
 * would be refused.
 */
export async function newKeyOptions(ctx: Context, ask: NewKeyAsk) {
  const kind = ask.kind ?? 'sign-in'
  const known = ask.personId === undefined ? [] : await keysOf(ctx.db, ask.personId)
  return generateRegistrationOptions({
    rpName: ctx.env.rpName,
    rpID: ask.rules.rpIds[0] ?? ctx.env.rpId,
    userName: ask.personName,
    userDisplayName: ask.personName,
    userID: new Uint8Array(ask.userHandle),
    challenge: fromBase64url(ask.challenge),
    timeout: 120_000,
    attestationType: ask.rules.attestedModels === undefined ? 'none' : 'direct',
    excludeCredentials: known
      .filter((key) => key.kind === kind)
      .map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: {
      residentKey: kind === 'act' ? 'discouraged' : 'required',
      userVerification: 'required',
    },
    ...(kind === 'act' ? {} : { extensions: { prf: {} } }),
    supportedAlgorithmIDs: [...ask.rules.algorithms],
  })
}

/** What the browser hands to navigator.credentials.get(); without a person any discoverable key may answer. */
export async function signInOptions(ctx: Context, challenge: string, personId?: string) {
  const known = personId === undefined ? [] : await keysOf(ctx.db, personId)
  return generateAuthenticationOptions({
    rpID: ctx.env.rpId,
    challenge: fromBase64url(challenge),
    timeout: 120_000,
    userVerification: 'required',
    allowCredentials: known
      .filter(({ kind }) => kind === 'sign-in')
      .map(({ credentialId }) => ({ id: credentialId })),
  })
}

/** The person's keys that are not revoked. */
export function keysOf(db: DbOrTransaction, personId: string) {
  return db
    .select({
      id: passkeys.id,
      kind: passkeys.kind,
      credentialId: passkeys.credentialId,
      actKey: passkeys.actKey,
      label: passkeys.label,
      backupEligible: passkeys.backupEligible,
      isSoftware: isSoftwareKey,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
    })
    .from(passkeys)
    .where(and(eq(passkeys.personId, personId), isNull(passkeys.revokedAt)))
    .orderBy(passkeys.createdAt)
}
