import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput, lineInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { isTaken } from '../coop/outside-suppliers.ts'

const { supplierRequests } = schema
const MOST = 200

/** The suppliers that co-ops ask the admission to let in, and who asks, the oldest first. */
export const suppliersRoute = allowed('organisation.add', reads).query(({ ctx }) => {
  const { id, name, nameZh, grounds, createdAt, step, organisationId } = supplierRequests
  return ctx.db
    .select({
      id,
      name,
      nameZh,
      grounds,
      createdAt,
      asker: organisations.name,
      askerZh: organisations.nameZh,
    })
    .from(supplierRequests)
    .innerJoin(organisations, eq(organisations.id, organisationId))
    .where(eq(step, 'asked'))
    .orderBy(asc(createdAt), asc(name))
    .limit(MOST)
})

const deciding = z.strictObject({
  requestId: idInput,
  /** Why not; left out it is let in. */
  declines: lineInput(300).optional(),
})

/**
 * An admission member lets a supplier in, as an organisation of holders without anybody in it, or says why not; who asked for it
 * invites its first person. Refuses `not-found`, `name-taken`.
 */
export const decideSupplierRoute = allowed('organisation.add', {
  ...{ stepUp: 'key', idempotency: 'same-result', audit: 'decision', rate: 'act' },
})
  .input(deciding)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => decide(tx, ctx, input)))

async function decide(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof deciding>) {
  const own = eq(supplierRequests.id, asked.requestId)
  const [request] = await tx.select().from(supplierRequests).where(own).for('update')
  if (request?.step !== 'asked') throw refusalToError({ code: 'not-found' })
  const { declines } = asked
  const answer =
    declines === undefined
      ? { step: 'let-in' as const, foundedId: await letIn(tx, request) }
      : { step: 'declined' as const, reason: declines }
  const by = { decidedBy: ctx.user.personId, updatedAt: new Date(ctx.clock.nowMs()) }
  await tx
    .update(supplierRequests)
    .set({ ...answer, ...by })
    .where(own)
  await auditIn(tx, ctx, { subject: asked.requestId })
  return {}
}

/** Refuses `name-taken`. */
async function letIn(
  tx: DbOrTransaction,
  { name, nameZh }: typeof supplierRequests.$inferSelect,
): Promise<string> {
  if (await isTaken(tx, name)) throw refusalToError({ code: 'name-taken' })
  const rows = await tx
    .insert(organisations)
    .values({ name, nameZh, roles: ['holder'] })
    .returning()
  return must(rows[0], 'an inserted row comes back').id
}
