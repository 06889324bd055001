import { passkeys } from '@vc/db/identity'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { Context } from '../../context.ts'
import { membershipsOf } from '../../people/memberships-of.ts'
import { openProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { endSession, isPrivileged, openSession } from '../../sessions/session.ts'
import { makeChallenge, takeChallenge } from '../../webauthn/challenge.ts'
import { signInOptions } from '../../webauthn/options.ts'
import { type AssertionInput, assertionInput } from '../../webauthn/responses.ts'
import { verifyAssertion } from '../../webauthn/verify-assertion.ts'
import { meOutput, signedInOutput, signInOptionsOutput } from './output.ts'

/** Options for any discoverable key of ours: nobody says a name first. */
export const beginLoginRoute = openProcedure({ stepUp: 'none', idempotency: 'same-result', audit: 'none' })
  .input(z.strictObject({}).optional())
  .output(signInOptionsOutput)
  .mutation(async ({ ctx }) => signInOptions(ctx, await makeChallenge(ctx, 'login')))

/** Opens a session under a fresh cookie. Every failure has one code and does the same work. */
export const finishLoginRoute = openProcedure({
  stepUp: 'none',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'sign-in',
})
  .input(z.strictObject({ response: assertionInput }))
  .output(signedInOutput)
  .mutation(async ({ ctx, input: { response } }) => {
    const signedIn = await signIn(ctx, response)
    if (!signedIn) throw refusalToError({ code: 'sign-in-refused' })
    const sid = await ctx.db.transaction(async (tx) => {
      const opened = await openSession(tx, ctx, ctx.cookie, signedIn)
      await auditIn(tx, ctx, { subject: signedIn.personId, passkeyId: signedIn.passkeyId })
      return opened
    })
    ctx.cookie.write(sid)
    return { personId: signedIn.personId, membershipId: signedIn.membershipId }
  })

async function signIn(ctx: Context, response: AssertionInput) {
  const challenge = await takeChallenge(ctx, 'login', response)
  const key = await verifyAssertion(ctx, response, challenge)
  const [membership] = await membershipsOf(ctx.db, key?.personId ?? NOBODY)
  if (!key || !membership) return undefined
  if (ctx.env.deviceBoundOnly && isPrivileged(membership) && key.backupEligible) return undefined
  return { personId: key.personId, membershipId: membership.id, passkeyId: key.id }
}
const NOBODY = '00000000-0000-4000-8000-000000000000'

/** Ends the session; the cookie goes. Harmless when there is none. */
export const logoutRoute = openProcedure({ stepUp: 'none', idempotency: 'same-result', audit: 'decision' })
  .input(z.strictObject({}).optional())
  .output(z.strictObject({}))
  .mutation(async ({ ctx }) => {
    await endSession(ctx.db, ctx.cookie)
    ctx.cookie.clear()
    return {}
  })

/** Who is signed in, in which membership, and which others there are; null for nobody. */
export const meRoute = openProcedure({ stepUp: 'none', idempotency: 'read', audit: 'none' })
  .output(meOutput)
  .query(async ({ ctx }) => {
    if (!ctx.user) return null
    const { sessionHash: _, passkeyId, ...user } = ctx.user
    const [key] = await ctx.db
      .select({ label: passkeys.label })
      .from(passkeys)
      .where(eq(passkeys.id, passkeyId))
    return { ...user, keyLabel: key?.label ?? '', memberships: await membershipsOf(ctx.db, user.personId) }
  })
