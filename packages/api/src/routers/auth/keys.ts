import { passkeys, people } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { idInput, lineInput } from '../../input.ts'
import { membershipsOf } from '../../people/memberships-of.ts'
import { issueRecoveryCodes } from '../../people/recovery-codes.ts'
import { revokeKey } from '../../people/revoke.ts'
import { reads, sessionProcedure } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { isPrivileged } from '../../sessions/session.ts'
import { makeChallenge, takeChallenge } from '../../webauthn/challenge.ts'
import { keysOf, newKeyOptions } from '../../webauthn/options.ts'
import { registrationInput } from '../../webauthn/responses.ts'
import { storeKey } from '../../webauthn/store-key.ts'
import { signInRules, verifyNewKey } from '../../webauthn/verify-registration.ts'

/** The person's own sign-in keys. */
export const listKeysRoute = sessionProcedure(reads).query(async ({ ctx }) => {
  const keys = await keysOf(ctx.db, ctx.user.personId)
  return keys
    .filter(({ kind }) => kind === 'sign-in')
    .map(({ actKey: _, kind: __, ...key }) => ({ ...key, isCurrent: key.id === ctx.user.passkeyId }))
})

/** Options for one more sign-in key: itself a step-up act. */
export const beginAddKeyRoute = sessionProcedure({ stepUp: 'key', idempotency: 'same-result', audit: 'none' })
  .input(z.strictObject({ label: lineInput(60) }))
  .mutation(async ({ ctx, input: { label } }) => {
    const { personId, personName } = ctx.user
    const challenge = await makeChallenge(ctx, 'add-key', { personId, facts: { label } })
    const rules = signInRules(ctx.env, await isPrivilegedAnywhere(ctx.db, personId))
    const userHandle = await userHandleOf(ctx.db, personId)
    return newKeyOptions(ctx, { challenge, rules, userHandle, personName, personId })
  })

/** Keeps the further key. */
export const finishAddKeyRoute = sessionProcedure({
  stepUp: 'none',
  idempotency: 'single-use',
  audit: 'decision',
})
  .input(z.strictObject({ response: registrationInput }))
  .mutation(async ({ ctx, input: { response } }) => {
    const challenge = await takeChallenge(ctx, 'add-key', response)
    const { personId } = ctx.user
    if (challenge?.personId !== personId) throw refusalToError({ code: 'key-refused' })
    const rules = signInRules(ctx.env, await isPrivilegedAnywhere(ctx.db, personId))
    const key = unwrap(await verifyNewKey(response, challenge.challenge, rules))
    const owner = { personId, kind: 'sign-in', label: challenge.facts.label ?? '' } as const
    return ctx.db.transaction(async (tx) => {
      const id = await storeKey(tx, key, { ...owner, at: new Date(ctx.clock.nowMs()) })
      await auditIn(tx, ctx, { subject: id })
      return { id }
    })
  })

/** Revokes one of the person's own keys, never the last one to sign in with. */
export const revokeOwnKeyRoute = sessionProcedure({
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ keyId: idInput }))
  .mutation(({ ctx, input: { keyId } }) =>
    ctx.db.transaction(async (tx) => {
      const rows = await lockedKeys(tx, ctx.user.personId)
      const key = rows.find(({ id }) => id === keyId)
      if (!key) throw refusalToError({ code: 'not-found' })
      const signInKeys = rows.filter(({ kind }) => kind === 'sign-in')
      if (key.kind === 'sign-in' && signInKeys.length === 1) throw refusalToError({ code: 'last-key' })
      await revokeKey(tx, keyId, new Date(ctx.clock.nowMs()))
      await auditIn(tx, ctx, { subject: keyId })
      return {}
    }),
  )

/** Ten new recovery codes, shown once; unused older ones are void. */
export const issueRecoveryCodesRoute = sessionProcedure({
  stepUp: 'key',
  idempotency: 'none',
  audit: 'decision',
})
  .input(z.strictObject({}).optional())
  .mutation(({ ctx }) =>
    ctx.db.transaction(async (tx) => {
      const recoveryCodes = await issueRecoveryCodes(tx, ctx, ctx.user.personId)
      await auditIn(tx, ctx, { subject: ctx.user.personId })
      return { recoveryCodes }
    }),
  )

const lockedKeys = (tx: DbOrTransaction, personId: string) =>
  tx
    .select({ id: passkeys.id, kind: passkeys.kind })
    .from(passkeys)
    .where(and(eq(passkeys.personId, personId), isNull(passkeys.revokedAt)))
    .for('update')

/** Whether a person holds any membership that asks for keys bound to their device. */
export async function isPrivilegedAnywhere(db: DbOrTransaction, personId: string): Promise<boolean> {
  return (await membershipsOf(db, personId)).some(isPrivileged)
}

/** The handle under which authenticators know the person. */
export async function userHandleOf(db: DbOrTransaction, personId: string): Promise<Uint8Array> {
  const [row] = await db.select({ handle: people.userHandle }).from(people).where(eq(people.id, personId))
  return must(row, 'a session has a person').handle
}
