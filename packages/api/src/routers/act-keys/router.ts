import { toHex } from '@vc/crypto'
import { writeOutbox } from '@vc/db'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { lineInput } from '../../input.ts'
import { reads, router, sessionProcedure } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'
import { makeChallenge, takeChallenge } from '../../webauthn/challenge.ts'
import { keysOf, newKeyOptions } from '../../webauthn/options.ts'
import { registrationInput } from '../../webauthn/responses.ts'
import { storeKey } from '../../webauthn/store-key.ts'
import { actRules, verifyNewKey } from '../../webauthn/verify-registration.ts'
import { isPrivilegedAnywhere, userHandleOf } from '../auth/keys.ts'

const label = lineInput(60)

/** Options for a P-256 key that signs acts: ES256 only, relying party of the ledger's configuration. */
const beginRoute = sessionProcedure({ stepUp: 'key', idempotency: 'same-result', audit: 'none' })
  .input(z.strictObject({ label }))
  .mutation(async ({ ctx, input }) => {
    const { personId, personName } = ctx.user
    const challenge = await makeChallenge(ctx, 'act-key', { personId, facts: { label: input.label } })
    const rules = actRules(ctx.env, await isPrivilegedAnywhere(ctx.db, personId))
    // Another user handle than that of sign-in keys: an authenticator keeps one discoverable key for each.
    const handle = (await userHandleOf(ctx.db, personId)).map((byte) => byte ^ 0xff)
    return newKeyOptions(ctx, {
      challenge,
      rules,
      userHandle: handle,
      personName: `${personName} · act`,
      personId,
      kind: 'act',
    })
  })

/** Keeps the act key and gives its 33 compressed bytes as hex: the key that stands in rosters and scripts. */
const finishRoute = sessionProcedure({ stepUp: 'none', idempotency: 'single-use', audit: 'decision' })
  .input(z.strictObject({ response: registrationInput }))
  .mutation(async ({ ctx, input: { response } }) => {
    const challenge = await takeChallenge(ctx, 'act-key', response)
    const { personId } = ctx.user
    if (challenge?.personId !== personId) throw refusalToError({ code: 'key-refused' })
    const rules = actRules(ctx.env, await isPrivilegedAnywhere(ctx.db, personId))
    const key = unwrap(await verifyNewKey(response, challenge.challenge, rules))
    const owner = { personId, kind: 'act', label: challenge.facts.label ?? '' } as const
    return ctx.db.transaction(async (tx) => {
      const id = await storeKey(tx, key, { ...owner, at: new Date(ctx.clock.nowMs()) })
      await auditIn(tx, ctx, { subject: id, passkeyId: id })
      const actKey = key.compressed ? toHex(key.compressed) : ''
      if (actKey !== '' && ctx.user.role === 'authority') {
        const subject = `agent:${actKey}`
        await writeOutbox(tx, { topic: 'admit', payload: { subject }, key: `admit-${subject}` })
      }
      return { id, actKey }
    })
  })

/** The person's own act keys. */
const listRoute = sessionProcedure(reads).query(async ({ ctx }) => {
  const keys = await keysOf(ctx.db, ctx.user.personId)
  return keys.flatMap(({ actKey, kind: _, ...key }) => (actKey ? [{ ...key, actKey: toHex(actKey) }] : []))
})

export const actKeysRouter = router({ begin: beginRoute, finish: finishRoute, list: listRoute })
