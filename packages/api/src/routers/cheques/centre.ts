import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { allowed, openProcedure, reads } from '../../procedures.ts'
import { centreKey, momentOf } from './leaves.ts'

const { chequeCentres } = schema

const centreOutput = z.strictObject({ id: z.string(), name: z.string(), nameZh: z.string(), key: z.string() })
/** Nothing of the secret that a centre's key is drawn from. */
const centresOutput = z.strictObject({
  ...{ network: z.string(), decimals: z.int(), height: z.int(), centres: z.array(centreOutput) },
})

/** Anyone: who takes cheques on this network, and the key of each by which a cheque is checked without asking. */
export const centresRoute = openProcedure({ ...reads, rate: 'act' })
  .output(centresOutput)
  .query(async ({ ctx }) => {
    const rows = await ctx.db
      .select({
        ...{ id: chequeCentres.organisationId, secret: chequeCentres.secret },
        ...{ name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(chequeCentres)
      .innerJoin(organisations, eq(organisations.id, chequeCentres.organisationId))
      .orderBy(asc(chequeCentres.createdAt))
    const { height } = await momentOf(ctx)
    const centres = rows.map(({ secret, ...names }) => ({ ...names, key: centreKey(secret) }))
    return { network: toHex(ctx.env.network), decimals: ctx.env.decimals, height, centres }
  })

/** Lets holders put value aside for cheques here: draws the centre's key, once. */
export const openRoute = allowed('settlement.run', {
  ...{ stepUp: 'none', idempotency: 'same-result', audit: 'decision' },
}).mutation(({ ctx }) =>
  ctx.db.transaction(async (tx) => {
    const { organisationId } = ctx.user
    const createdAt = new Date(ctx.clock.nowMs())
    const drawn = { organisationId, secret: ctx.random(32), createdAt }
    await tx.insert(chequeCentres).values(drawn).onConflictDoNothing()
    const own = eq(chequeCentres.organisationId, organisationId)
    const [row] = await tx.select().from(chequeCentres).where(own)
    await auditIn(tx, ctx, { subject: organisationId })
    return { key: centreKey(row?.secret ?? drawn.secret) }
  }),
)
