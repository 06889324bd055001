import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { passkeys, people } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { base64url, fromBase64url } from '../crypto-words.ts'
import type { Challenge } from './challenge.ts'
import type { AssertionInput } from './responses.ts'

export type SignInKey = { readonly id: string; readonly personId: string; readonly backupEligible: boolean }

/** A valid key that nobody has: verified in place of an unknown one, so that both take the same time. */
const nobodysKey = fromBase64url(
  'pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
)

/**
 * The one place where a sign-in assertion is verified (reliability.md 1.3, checks 2 to 10, 16, 18). Gives the key,
 * or undefined for an unknown key, a revoked one, another person's, a wrong signature alike. Moves the counter in
 * one statement, so that of two answers with the same count one at most passes.
 */
export async function verifyAssertion(
  ctx: Context,
  response: AssertionInput,
  challenge: Challenge | undefined,
): Promise<SignInKey | undefined> {
  const key = await findKey(ctx, response.id)
  const info = await verified(ctx, response, challenge, key)
  if (!key || !info || !challenge) return undefined
  if (challenge.personId !== undefined && challenge.personId !== key.personId) return undefined
  const handle = response.response.userHandle
  if (handle === undefined ? challenge.personId === undefined : handle !== base64url(key.userHandle))
    return undefined
  if ((info.credentialDeviceType === 'multiDevice') !== key.backupEligible) return undefined
  const moved = await ctx.db
    .update(passkeys)
    .set({
      counter: BigInt(info.newCounter),
      backedUp: info.credentialBackedUp,
      lastUsedAt: new Date(ctx.clock.nowMs()),
    })
    .where(and(eq(passkeys.id, key.id), eq(passkeys.counter, key.counter), isNull(passkeys.revokedAt)))
    .returning({ id: passkeys.id })
  return moved.length === 1 ? key : undefined
}

async function findKey(ctx: Context, credentialId: string) {
  const [key] = await ctx.db
    .select({
      id: passkeys.id,
      personId: passkeys.personId,
      publicKey: passkeys.publicKey,
      counter: passkeys.counter,
      backupEligible: passkeys.backupEligible,
      userHandle: people.userHandle,
    })
    .from(passkeys)
    .innerJoin(people, and(eq(people.id, passkeys.personId), eq(people.status, 'active')))
    .where(
      and(eq(passkeys.credentialId, credentialId), eq(passkeys.kind, 'sign-in'), isNull(passkeys.revokedAt)),
    )
  return key
}

async function verified(
  ctx: Context,
  response: AssertionInput,
  challenge: Challenge | undefined,
  key: { readonly publicKey: Uint8Array; readonly counter: bigint } | undefined,
) {
  try {
    const answer = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge?.challenge ?? '',
      expectedOrigin: [...ctx.env.origins],
      expectedRPID: ctx.env.rpId,
      requireUserVerification: true,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(key?.publicKey ?? nobodysKey),
        counter: Number(key?.counter ?? 0n),
      },
    })
    return answer.verified ? answer.authenticationInfo : undefined
  } catch {
    return undefined
  }
}
