import { type Authority, consentsOf, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { and, arrayContains, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { commandKeyInput, hexInput, idInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { ownDebtKeys } from './score.ts'

const { scoreConsents } = schema
const MOST_DAYS = 366
const decides = { stepUp: 'none', audit: 'decision', rate: 'act' } as const
const active = and(eq(organisations.status, 'active'), arrayContains(organisations.roles, ['authority']))

/** Who may see the own scores in detail, and the authorities that one can choose from. */
export const consentsRoute = allowed('score.own', reads).query(async ({ ctx: { db, user } }) => {
  const times = await blockTimes(db)
  const given = await consentsOf(db, { organisationId: user.organisationId })
  return {
    ...times,
    authorities: await authorities(db),
    consents: given.map(({ consent, other }) => ({
      ...{ consentId: consent.id, debtKeyHash: consent.debtKeyHash, authority: other },
      ...{ fromHeight: consent.fromHeight, untilHeight: consent.untilHeight },
      isInForce: consent.fromHeight <= times.height && times.height <= consent.untilHeight,
    })),
  }
})

function authorities(db: DbOrTransaction): Promise<readonly Authority[]> {
  const { id, name, nameZh } = organisations
  return db.select({ id, name, nameZh }).from(organisations).where(active).orderBy(name)
}

/**
 * Lets an authority see one own score in all its terms for so many days of blocks; it gets the evaluations that are cut
 * meanwhile. Refuses `not-found` for a key of somebody else's, `organisation-unknown`.
 */
export const consentRoute = allowed('score.own', { ...decides, idempotency: 'command-key' })
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, debtKeyHash: hexInput(20), authorityId: idInput },
      days: z.int().min(1).max(MOST_DAYS),
    }),
  )
  .mutation(({ ctx, input: { days, ...asked } }) =>
    ctx.db.transaction(async (tx) => {
      const own = await ownDebtKeys(tx, ctx)
      if (!own.some(({ debtKeyHash }) => debtKeyHash === asked.debtKeyHash))
        throw refusalToError({ code: 'not-found' })
      const chosen = (await authorities(tx)).find(({ id }) => id === asked.authorityId)
      if (!chosen) throw refusalToError({ code: 'organisation-unknown' })
      const { height, blocksPerDay } = await blockTimes(tx)
      const [at, { personId, organisationId }] = [new Date(ctx.clock.nowMs()), ctx.user]
      const term = { fromHeight: height, untilHeight: height + days * blocksPerDay }
      const added = await tx
        .insert(scoreConsents)
        .values({ ...asked, ...term, personId, organisationId, createdAt: at, updatedAt: at })
        .onConflictDoNothing()
        .returning({ id: scoreConsents.id })
      if (added.length > 0)
        await auditIn(tx, ctx, { subject: must(added[0], 'an inserted row comes back').id })
      return { authorityId: asked.authorityId }
    }),
  )

/** Takes a consent back: from this block on the authority sees nothing, and gets no evaluation. */
export const withdrawConsentRoute = allowed('score.own', { ...decides, idempotency: 'same-result' })
  .input(z.strictObject({ consentId: idInput }))
  .mutation(({ ctx, input: { consentId } }) =>
    ctx.db.transaction(async (tx) => {
      const own = and(
        eq(scoreConsents.id, consentId),
        eq(scoreConsents.organisationId, ctx.user.organisationId),
      )
      const [found] = await tx.select().from(scoreConsents).where(own).for('update')
      if (!found) throw refusalToError({ code: 'not-found' })
      const { height } = await blockTimes(tx)
      const untilHeight = Math.min(found.untilHeight, height - 1)
      await tx
        .update(scoreConsents)
        .set({ untilHeight, updatedAt: new Date(ctx.clock.nowMs()) })
        .where(own)
      await auditIn(tx, ctx, { subject: consentId })
      return {}
    }),
  )
