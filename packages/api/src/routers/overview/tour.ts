import { across, schema } from '@vc/db'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { reads, sessionProcedure } from '../../procedures.ts'

const { dismissals } = schema
/** What a person can note of itself: the tour is put away, or blocks were verified to the end. */
const notes = z.enum(['tour-away', 'tour-audited'])

/**
 * The main jobs and whether each has been done on this network, told from what it holds; the audit, which runs in the
 * browser, from the person's own note. `isEmpty`: nobody has begun anything yet.
 */
export const tourRoute = sessionProcedure(reads).query(async ({ ctx }) => {
  const [row] = await across(ctx.db, async (all) =>
    all.execute<Record<'credit' | 'rights' | 'energy' | 'settlement' | 'begun', boolean>>(sql`
    select
      exists (select 1 from outputs where element = 2) as credit,
      exists (select 1 from right_batches where step = 'certified') as rights,
      exists (select 1 from meter_imports where txid is not null) as energy,
      exists (select 1 from settlement_batches where step in ('settled', 'final')) as settlement,
      exists (select 1 from credit_applications) or exists (select 1 from right_batches)
        or exists (select 1 from meter_imports) or exists (select 1 from settlement_batches) as begun`),
  )
  const own = await ctx.db
    .select({ name: dismissals.name })
    .from(dismissals)
    .where(eq(dismissals.personId, ctx.user.personId))
  const noted = new Set(own.map(({ name }) => name))
  const { credit = false, rights = false, energy = false, settlement = false, begun = false } = row ?? {}
  return {
    isEmpty: !begun && !credit,
    isAway: noted.has('tour-away'),
    done: { credit, rights, energy, settlement, audit: noted.has('tour-audited') },
  }
})

/** Notes something for the person, or takes the note back. */
export const noteRoute = sessionProcedure({ stepUp: 'none', idempotency: 'same-result', audit: 'none' })
  .input(z.strictObject({ name: notes, holds: z.boolean() }))
  .mutation(async ({ ctx, input: { name, holds } }) => {
    const { personId } = ctx.user
    const at = new Date(ctx.clock.nowMs())
    if (holds) await ctx.db.insert(dismissals).values({ personId, name, at }).onConflictDoNothing()
    else
      await ctx.db.delete(dismissals).where(and(eq(dismissals.personId, personId), eq(dismissals.name, name)))
    return {}
  })
