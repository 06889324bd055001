import { z } from 'zod'
import { sessionProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { rotateSession } from '../../sessions/session.ts'
import { STEP_UP_MS, stepUpName } from '../../step-up.ts'
import { makeChallenge, takeChallenge } from '../../webauthn/challenge.ts'
import { signInOptions } from '../../webauthn/options.ts'
import { assertionInput } from '../../webauthn/responses.ts'
import { verifyAssertion } from '../../webauthn/verify-assertion.ts'

/** Options for a fresh assertion that opens one procedure with one input, once, for 120 seconds. */
export const beginStepUpRoute = sessionProcedure({
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'none',
})
  .input(z.strictObject({ procedure: z.string().max(100), input: z.unknown() }))
  .mutation(async ({ ctx, input: { procedure, input } }) => {
    const { personId } = ctx.user
    const facts = { name: stepUpName(procedure, input) }
    return signInOptions(ctx, await makeChallenge(ctx, 'step-up', { personId, facts }), personId)
  })

/** Takes the assertion; the session gets a fresh cookie and is open for the named call. */
export const finishStepUpRoute = sessionProcedure({
  stepUp: 'none',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ response: assertionInput }))
  .mutation(async ({ ctx, input: { response } }) => {
    const challenge = await takeChallenge(ctx, 'step-up', response)
    const key = await verifyAssertion(ctx, response, challenge)
    if (!key || !challenge || key.personId !== ctx.user.personId)
      throw refusalToError({ code: 'key-refused' })
    const stepUpUntil = new Date(ctx.clock.nowMs() + STEP_UP_MS)
    const stepUpFor = challenge.facts.name ?? null
    const sid = await rotateSession(ctx.db, ctx, ctx.user, { stepUpFor, stepUpUntil })
    if (sid === undefined) throw refusalToError({ code: 'not-signed-in' })
    ctx.cookie.write(sid)
    return { until: stepUpUntil }
  })
