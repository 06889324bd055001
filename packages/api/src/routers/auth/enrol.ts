import { people } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { base64url, fromBase64url, sha256 } from '../../crypto-words.ts'
import { lineInput } from '../../input.ts'
import { findInvitation, useInvitation } from '../../people/invitation.ts'
import { issueRecoveryCodes } from '../../people/recovery-codes.ts'
import { revokeAllKeys, revokeAllMemberships } from '../../people/revoke.ts'
import { isRole, type Role } from '../../permissions.ts'
import { openProcedure } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { isPrivileged, openSession } from '../../sessions/session.ts'
import { makeChallenge, takeChallenge } from '../../webauthn/challenge.ts'
import { newKeyOptions } from '../../webauthn/options.ts'
import { registrationInput } from '../../webauthn/responses.ts'
import { storeKey } from '../../webauthn/store-key.ts'
import { signInRules, verifyNewKey } from '../../webauthn/verify-registration.ts'
import { joinOrganisation, tokenInput } from './invitation.ts'
import { keyOptionsOutput, signedInOutput } from './output.ts'

const member = ({ role, isAdmin }: { role: string; isAdmin: boolean }): { role: Role; isAdmin: boolean } => ({
  role: isRole(role) ? role : 'regulator',
  isAdmin,
})

/** An invited person asks for the options of the first sign-in key. */
export const beginEnrolRoute = openProcedure({
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'none',
  rate: 'sign-in',
})
  .input(z.strictObject({ token: tokenInput, personName: lineInput(100), label: lineInput(60) }))
  .output(keyOptionsOutput)
  .mutation(async ({ ctx, input: { token, personName, label } }) => {
    const found = await findInvitation(ctx.db, sha256(token), ctx.clock.nowMs())
    if (!found) throw refusalToError({ code: 'invitation-unknown' })
    const known = found.personId === null ? undefined : await findPerson(ctx.db, found.personId)
    const userHandle = known?.userHandle ?? ctx.random(32)
    const name = known?.name ?? personName
    const facts = { tokenHash: base64url(sha256(token)), name, label, userHandle: base64url(userHandle) }
    const challenge = await makeChallenge(ctx, 'enrol', { facts })
    const rules = signInRules(ctx.env, isPrivileged(member(found)))
    return newKeyOptions(ctx, { challenge, rules, userHandle, personName: name, personId: undefined })
  })

/** Makes the person, the membership, the key and the session at once; gives the ten recovery codes, shown once. */
export const finishEnrolRoute = openProcedure({
  stepUp: 'none',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'sign-in',
})
  .input(z.strictObject({ response: registrationInput }))
  .output(signedInOutput.extend({ recoveryCodes: z.array(z.string()).readonly() }))
  .mutation(async ({ ctx, input: { response } }) => {
    const challenge = await takeChallenge(ctx, 'enrol', response)
    if (!challenge) throw refusalToError({ code: 'key-refused' })
    const { tokenHash, name, label, userHandle } = challenge.facts
    const at = new Date(ctx.clock.nowMs())
    const found = await findInvitation(ctx.db, fromBase64url(tokenHash ?? ''), at.getTime())
    if (!found) throw refusalToError({ code: 'invitation-unknown' })
    const rules = signInRules(ctx.env, isPrivileged(member(found)))
    const key = unwrap(await verifyNewKey(response, challenge.challenge, rules))
    const made = await ctx.db.transaction(async (tx) => {
      if (!(await useInvitation(tx, found.id, at))) throw refusalToError({ code: 'invitation-unknown' })
      if (found.personId !== null) {
        await revokeAllKeys(tx, found.personId, at)
        await revokeAllMemberships(tx, found.personId)
      }
      const personId = found.personId ?? (await addPerson(tx, name ?? '', fromBase64url(userHandle ?? '')))
      const { organisationId, role, isAdmin } = found
      const membershipId = await joinOrganisation(tx, { personId, organisationId, role, isAdmin })
      const passkeyId = await storeKey(tx, key, { personId, kind: 'sign-in', label: label ?? '', at })
      const codes = await issueRecoveryCodes(tx, ctx, personId)
      const sid = await openSession(tx, ctx, ctx.cookie, { personId, membershipId, passkeyId })
      await auditIn(tx, ctx, { subject: personId, passkeyId })
      return { personId, membershipId, codes, sid }
    })
    ctx.cookie.write(made.sid)
    return { personId: made.personId, membershipId: made.membershipId, recoveryCodes: made.codes }
  })

async function findPerson(db: DbOrTransaction, personId: string) {
  const [person] = await db.select().from(people).where(eq(people.id, personId))
  return person
}

async function addPerson(tx: DbOrTransaction, name: string, userHandle: Uint8Array): Promise<string> {
  const rows = await tx.insert(people).values({ name, userHandle }).returning({ id: people.id })
  return must(rows[0], 'an inserted row comes back').id
}
