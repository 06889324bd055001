import { askForSample, askForSampleRemoval, type SampleRun } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { invite } from '../../people/invitation.ts'
import { isRole } from '../../permissions.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const WEEK_MS = 7 * 24 * 3_600_000

/** Only the operator's administrator, and only on a network whose keys may be software. */
function judgeAsker({ user, env }: MemberContext): void {
  if (!user.isAdmin) throw refusalToError({ code: 'not-allowed', facts: { permission: 'network.sample' } })
  if (env.configuration.hardwareKeysOnly) throw refusalToError({ code: 'not-development' })
}

const stateOf = (run: SampleRun | undefined) => ({ state: run?.state ?? null })

/** Asks the worker for the sample consortium. One that is there or under way goes on: asked twice is asked once. */
export const startRoute = allowed('network.sample', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({}))
  .mutation(async ({ ctx }) => {
    judgeAsker(ctx)
    const run = await ctx.db.transaction(async (tx) => {
      const asked = await askForSample(tx)
      await auditIn(tx, ctx, { subject: `sample ${asked.run}` })
      return asked
    })
    await ctx.wake('sample', `sample-${run.run}`)
    return stateOf(run)
  })

/** Asks the worker to take the sample away; what the ledger holds of it stays and is told. */
export const removeRoute = allowed('network.sample', {
  stepUp: 'key',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({}))
  .mutation(async ({ ctx }) => {
    judgeAsker(ctx)
    const run = await ctx.db.transaction(async (tx) => {
      const asked = await askForSampleRemoval(tx)
      await auditIn(tx, ctx, { subject: `sample ${asked?.run ?? 0}` })
      return asked
    })
    await ctx.wake('sample', `sample-${run?.run ?? 0}-remove`)
    return stateOf(run)
  })

/** Invites the reader as a further member of an organisation of the sample, with a key of their own. */
export const inviteRoute = allowed('network.sample', {
  stepUp: 'key',
  idempotency: 'none',
  audit: 'decision',
})
  .input(z.strictObject({ organisationId: idInput }))
  .mutation(({ ctx, input: { organisationId } }) =>
    ctx.db.transaction(async (tx) => {
      judgeAsker(ctx)
      const ofSample = and(
        eq(organisations.id, organisationId),
        eq(organisations.status, 'active'),
        isNotNull(organisations.sampleRun),
      )
      const [own] = await tx.select().from(organisations).where(ofSample)
      const role = own?.roles.find(isRole)
      if (!role) throw refusalToError({ code: 'not-found' })
      const validFrom = new Date(ctx.clock.nowMs())
      const expiresAt = new Date(validFrom.getTime() + WEEK_MS)
      const terms = { organisationId, role, isAdmin: true, invitedBy: ctx.user.personId }
      const token = await invite(tx, ctx, { ...terms, validFrom, expiresAt })
      await auditIn(tx, ctx, { subject: organisationId })
      return { token, expiresAt }
    }),
  )
