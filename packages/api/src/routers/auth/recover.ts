import { people, recoveryCodes, sessions } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { lineInput } from '../../input.ts'
import { membershipsOf } from '../../people/memberships-of.ts'
import { hashOfCode } from '../../people/recovery-codes.ts'
import { openProcedure } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { isPrivileged, openSession } from '../../sessions/session.ts'
import { makeChallenge, takeChallenge } from '../../webauthn/challenge.ts'
import { newKeyOptions } from '../../webauthn/options.ts'
import { registrationInput } from '../../webauthn/responses.ts'
import { storeKey } from '../../webauthn/store-key.ts'
import { signInRules, verifyNewKey } from '../../webauthn/verify-registration.ts'
import { keyOptionsOutput, signedInOutput } from './output.ts'

/** A person without a key at hand shows a recovery code and asks for the options of a new key. */
export const beginRecoverRoute = openProcedure({
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'sign-in',
})
  .input(z.strictObject({ code: z.string().min(1).max(40), label: lineInput(60) }))
  .output(keyOptionsOutput)
  .mutation(async ({ ctx, input: { code, label } }) => {
    const found = await findCode(ctx.db, hashOfCode(code))
    const [membership] = found ? await membershipsOf(ctx.db, found.personId) : []
    if (!found || !membership) throw refusalToError({ code: 'recovery-refused' })
    const { personId, personName, userHandle } = found
    const challenge = await makeChallenge(ctx, 'recover', { personId, facts: { codeId: found.id, label } })
    const rules = signInRules(ctx.env, isPrivileged(membership))
    return newKeyOptions(ctx, { challenge, rules, userHandle, personName, personId })
  })

/** Uses the code up, keeps the new key, ends every session of the person and opens one. Act keys are not touched. */
export const finishRecoverRoute = openProcedure({
  stepUp: 'none',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'sign-in',
})
  .input(z.strictObject({ response: registrationInput }))
  .output(signedInOutput)
  .mutation(async ({ ctx, input: { response } }) => {
    const challenge = await takeChallenge(ctx, 'recover', response)
    const personId = challenge?.personId
    if (!challenge || personId === undefined) throw refusalToError({ code: 'recovery-refused' })
    const mine = await membershipsOf(ctx.db, personId)
    const [membership] = mine
    if (!membership) throw refusalToError({ code: 'recovery-refused' })
    const rules = signInRules(ctx.env, mine.some(isPrivileged))
    const key = unwrap(await verifyNewKey(response, challenge.challenge, rules))
    const at = new Date(ctx.clock.nowMs())
    const { codeId, label } = challenge.facts
    const sid = await ctx.db.transaction(async (tx) => {
      if (!(await spendCode(tx, codeId ?? '', at))) throw refusalToError({ code: 'recovery-refused' })
      const passkeyId = await storeKey(tx, key, { personId, kind: 'sign-in', label: label ?? '', at })
      await tx.delete(sessions).where(eq(sessions.personId, personId))
      await auditIn(tx, ctx, { subject: personId, passkeyId })
      return openSession(tx, ctx, ctx.cookie, { personId, membershipId: membership.id, passkeyId })
    })
    ctx.cookie.write(sid)
    return { personId, membershipId: membership.id }
  })

async function findCode(db: DbOrTransaction, hash: Uint8Array) {
  const [row] = await db
    .select({
      id: recoveryCodes.id,
      personId: people.id,
      personName: people.name,
      userHandle: people.userHandle,
    })
    .from(recoveryCodes)
    .innerJoin(people, and(eq(people.id, recoveryCodes.personId), eq(people.status, 'active')))
    .where(and(eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt)))
  return row
}

async function spendCode(tx: DbOrTransaction, id: string, usedAt: Date): Promise<boolean> {
  const spent = await tx
    .update(recoveryCodes)
    .set({ usedAt })
    .where(and(eq(recoveryCodes.id, id), isNull(recoveryCodes.usedAt)))
    .returning({ id: recoveryCodes.id })
  return spent.length === 1
}
